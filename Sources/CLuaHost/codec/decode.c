// Bytes to Lua values, without recursion. Damaged bytes raise: Swift's encoder writes none, but the
// fuzzer does.
#include <string.h>

#include "codec.h"

typedef struct frame {
  uint32_t remaining;
  lua_Integer next;  ///< The array's next index; 0 if the table is a map.
} frame;

static void take(lua_State *L, lh_bytes *bytes, void *into, size_t count) {
  if (bytes->count < count) luaL_error(L, "host: a value ends too early");
  if (count) memcpy(into, bytes->data, count);
  bytes->data += count;
  bytes->count -= count;
}

static uint32_t take_count(lua_State *L, lh_bytes *bytes) {
  uint32_t count;
  take(L, bytes, &count, sizeof count);
  if (count > bytes->count) luaL_error(L, "host: a value is longer than its bytes");
  return count;
}

static void push_string(lua_State *L, lh_bytes *bytes) {
  uint32_t length = take_count(L, bytes);
  lua_pushlstring(L, (const char *)bytes->data, length);
  bytes->data += length;
  bytes->count -= length;
}

static void push_table(lua_State *L, bool array, uint32_t count) {
  // The count may be damaged, so the table starts with room for 1,024 entries at most.
  int room = count < 1024 ? (int)count : 1024;
  lua_createtable(L, array ? room : 0, array ? 0 : room);
  if (array) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_array_metatable);
    lua_setmetatable(L, -2);
  }
}

/// Pushes one value. If it is a table, pushes it empty, fills in its frame and returns true.
static bool push_value(lua_State *L, lh_bytes *bytes, frame *opened) {
  uint8_t tag;
  take(L, bytes, &tag, 1);
  switch (tag) {
    case LH_NULL: lua_pushnil(L); return false;
    case LH_FALSE: lua_pushboolean(L, 0); return false;
    case LH_TRUE: lua_pushboolean(L, 1); return false;
    case LH_INTEGER: {
      int64_t value;
      take(L, bytes, &value, sizeof value);
      lua_pushinteger(L, value);
      return false;
    }
    case LH_FLOAT: {
      double value;
      take(L, bytes, &value, sizeof value);
      lua_pushnumber(L, value);
      return false;
    }
    case LH_STRING: push_string(L, bytes); return false;
    case LH_ARRAY:
    case LH_MAP: {
      uint32_t count = take_count(L, bytes);
      push_table(L, tag == LH_ARRAY, count);
      *opened = (frame){.remaining = count, .next = tag == LH_ARRAY ? 1 : 0};
      return true;
    }
    default: luaL_error(L, "host: unknown value tag %d", tag); return false;
  }
}

/// Puts the value on top of the stack into the table below it (in a map, below its key). In a map,
/// a null leaves its field out. In an array it becomes `host.null`, since a nil would be a hole.
static void store(lua_State *L, frame *f) {
  if (f->next) {
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_pushlightuserdata(L, NULL);
    }
    lua_rawseti(L, -2, f->next++);
  } else {
    lua_rawset(L, -3);
  }
  f->remaining--;
}

void lh_decode(lua_State *L, lh_bytes *bytes) {
  frame frames[LH_MAX_DEPTH];
  int depth = 0;
  luaL_checkstack(L, LH_DECODE_SLOTS, "no room for a reply");
  if (push_value(L, bytes, &frames[0])) depth = 1;
  while (depth > 0) {
    frame *f = &frames[depth - 1];
    if (f->remaining == 0) {
      if (--depth > 0) store(L, &frames[depth - 1]);
      continue;
    }
    if (!f->next) push_string(L, bytes);
    frame child;
    if (!push_value(L, bytes, &child)) {
      store(L, f);
    } else {
      if (depth == LH_MAX_DEPTH) luaL_error(L, "host: a value is nested too deeply");
      frames[depth++] = child;
    }
  }
}
