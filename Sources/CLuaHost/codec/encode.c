// Lua values to bytes. Tables are read raw, without metamethods, so a value cannot run code or
// change while it is read. The walk keeps its own stack, so nesting costs no C stack.
#include <math.h>
#include <string.h>

#include "../stop/stop.h"
#include "codec.h"

const char lh_array_metatable = 0;

typedef struct frame {
  const void *identity;
  lua_Integer next;  ///< The array's next index; 0 if the table is a map.
  lua_Integer count;
  int table;  ///< Its index on the Lua stack; a map's current key is above it.
} frame;

enum { LARGEST = 16 << 20, STEPS_PER_CHECK = 256 };

typedef struct encoder {
  lua_State *L;
  unsigned steps;  ///< Since the last check of the stop flag.
  lh_buffer *buffer;
  const char *what;
  int depth;
  frame frames[LH_MAX_DEPTH];
} encoder;

static const char *const reserved_words[] = {
    "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while",
};

static bool is_name(const char *text, size_t length) {
  if (length == 0 || (text[0] >= '0' && text[0] <= '9')) return false;
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    bool word =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word) return false;
  }
  for (size_t i = 0; i < sizeof reserved_words / sizeof *reserved_words; i++) {
    if (strcmp(text, reserved_words[i]) == 0) return false;
  }
  return true;
}

/// Adds `["KEY"]`, shortened, without characters that a terminal might obey.
static void add_quoted_key(luaL_Buffer *path, const char *key, size_t length) {
  enum { SHOWN = 40 };
  luaL_addstring(path, "[\"");
  for (size_t i = 0; i < length && i < SHOWN; i++) {
    unsigned char c = (unsigned char)key[i];
    luaL_addchar(path, c < 0x20 || c == 0x7F || c == '"' ? '?' : (char)c);
  }
  luaL_addstring(path, length > SHOWN ? "...\"]" : "\"]");
}

/// Raises "WHAT.field[3]: REASON". The refused value is on top of the Lua stack, and if it is in a
/// map, its key is below it.
static int refuse(encoder *e, const char *reason) {
  lua_State *L = e->L;
  luaL_checkstack(L, 8, "no room to say what is wrong");
  luaL_Buffer path;
  luaL_buffinit(L, &path);
  luaL_addstring(&path, e->what);
  for (int i = 0; i < e->depth; i++) {
    const frame *f = &e->frames[i];
    if (f->next) {
      lua_pushfstring(L, "[%I]", (LUAI_UACINT)(f->next - 1));
      luaL_addvalue(&path);
      continue;
    }
    size_t length;
    const char *key = lua_tolstring(L, f->table + 1, &length);
    if (is_name(key, length)) {
      luaL_addchar(&path, '.');
      luaL_addlstring(&path, key, length);
    } else {
      add_quoted_key(&path, key, length);
    }
  }
  luaL_addstring(&path, ": ");
  luaL_addstring(&path, reason);
  luaL_pushresult(&path);
  return lh_raise(L);
}

/// Counts a step of the walk: a few tables that share others can take exponentially many steps.
static void count_step(encoder *e) {
  if (++e->steps < STEPS_PER_CHECK) return;
  e->steps = 0;
  if (lh_is_stopped(lh_host_of(e->L))) lh_raise_stop(e->L);
  if (e->buffer->count > LARGEST) refuse(e, "makes the call larger than 16 MiB");
}

static void put_tag(encoder *e, enum lh_tag tag) {
  count_step(e);
  uint8_t byte = (uint8_t)tag;
  lh_append(e->L, e->buffer, &byte, 1);
}

static void put_count(encoder *e, size_t count) {
  if (count > UINT32_MAX) refuse(e, "is larger than 4 GiB");
  uint32_t narrow = (uint32_t)count;
  lh_append(e->L, e->buffer, &narrow, sizeof narrow);
}

static void put_bytes(encoder *e, int index) {
  size_t length;
  const char *text = lua_tolstring(e->L, index, &length);
  if (length > LARGEST || e->buffer->count > LARGEST)
    refuse(e, "makes the call larger than 16 MiB");
  put_count(e, length);
  lh_append(e->L, e->buffer, text, length);
}

static void put_number(encoder *e) {
  if (lua_isinteger(e->L, -1)) {
    int64_t value = lua_tointeger(e->L, -1);
    put_tag(e, LH_INTEGER);
    lh_append(e->L, e->buffer, &value, sizeof value);
  } else {
    double value = lua_tonumber(e->L, -1);
    if (!isfinite(value)) refuse(e, isnan(value) ? "is not a number (NaN)" : "is infinite");
    put_tag(e, LH_FLOAT);
    lh_append(e->L, e->buffer, &value, sizeof value);
  }
}

static bool is_marked_array(lua_State *L, int table) {
  if (!lua_getmetatable(L, table)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_array_metatable);
  bool marked = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return marked;
}

/// Counts the entries of the table on top, and returns whether it is an array (keys 1 to n) or a
/// map (string keys). Refuses any other table.
static bool classify(encoder *e, lua_Integer *count) {
  lua_State *L = e->L;
  int table = lua_gettop(L);
  lua_Integer integers = 0, strings = 0, highest = 0;
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    bool checks = ++e->steps % STEPS_PER_CHECK == 0;
    if (checks && lh_is_stopped(lh_host_of(L))) lh_raise_stop(L);
    if (lua_isinteger(L, -1)) {
      lua_Integer key = lua_tointeger(L, -1);
      if (key < 1) refuse(e, "has an index below 1; arrays start at 1");
      if (key > highest) highest = key;
      integers++;
    } else if (lua_type(L, -1) == LUA_TSTRING) {
      strings++;
    } else {
      lua_pushfstring(L, "has a key of type %s; keys are strings, or 1 to n", luaL_typename(L, -1));
      refuse(e, lua_tostring(L, -1));
    }
  }
  if (integers && strings)
    refuse(e, "mixes named fields and numbered entries; use one or the other");
  if (highest != integers) refuse(e, "is an array with holes (a nil inside it?)");
  bool marked = integers == 0 && is_marked_array(L, table);
  if (marked && strings) refuse(e, "is marked as an array and has named fields");
  *count = integers + strings;
  return integers > 0 || marked;
}

static void open_table(encoder *e) {
  lua_State *L = e->L;
  const void *identity = lua_topointer(L, -1);
  for (int i = 0; i < e->depth; i++) {
    if (e->frames[i].identity == identity) refuse(e, "contains itself");
  }
  if (e->depth == LH_MAX_DEPTH) refuse(e, "is nested too deeply (128 levels at most)");
  luaL_checkstack(L, 8, "arguments are nested too deeply");
  lua_Integer count;
  bool array = classify(e, &count);
  put_tag(e, array ? LH_ARRAY : LH_MAP);
  put_count(e, (size_t)count);
  e->frames[e->depth++] = (frame){
      .identity = identity,
      .next = array ? 1 : 0,
      .count = count,
      .table = lua_gettop(L),
  };
  if (!array) lua_pushnil(L);
}

/// Encodes the value on top of the stack and pops it, or opens it as a frame and leaves it there.
static void put_top(encoder *e) {
  lua_State *L = e->L;
  switch (lua_type(L, -1)) {
    case LUA_TNIL: put_tag(e, LH_NULL); break;
    case LUA_TBOOLEAN: put_tag(e, lua_toboolean(L, -1) ? LH_TRUE : LH_FALSE); break;
    case LUA_TNUMBER: put_number(e); break;
    case LUA_TSTRING:
      put_tag(e, LH_STRING);
      put_bytes(e, -1);
      break;
    case LUA_TTABLE: open_table(e); return;
    case LUA_TLIGHTUSERDATA:
      if (lua_touserdata(L, -1) == NULL) {
        put_tag(e, LH_NULL);
        break;
      }
      // Fall through: no other pointer is a value.
    default:
      lua_pushfstring(
          L, "is a %s; only nil, booleans, numbers, strings and tables can be passed to the host",
          luaL_typename(L, -1));
      refuse(e, lua_tostring(L, -1));
  }
  lua_pop(L, 1);
}

/// Puts the next entry of the innermost table, or closes it.
static void advance(encoder *e) {
  lua_State *L = e->L;
  frame *f = &e->frames[e->depth - 1];
  if (f->next) {
    if (f->next > f->count) {
      lua_settop(L, f->table - 1);
      e->depth--;
      return;
    }
    lua_rawgeti(L, f->table, f->next++);
  } else {
    if (!lua_next(L, f->table)) {
      lua_settop(L, f->table - 1);
      e->depth--;
      return;
    }
    put_bytes(e, -2);
  }
  put_top(e);
}

void lh_encode(lua_State *L, int index, const char *what, lh_buffer *buffer) {
  encoder e = {.L = L, .buffer = buffer, .what = what, .depth = 0};
  luaL_checkstack(L, 8, "too many arguments");
  lua_pushvalue(L, index);
  put_top(&e);
  while (e.depth > 0) advance(&e);
}
