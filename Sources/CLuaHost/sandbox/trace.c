// Tracebacks that reach across coroutines and branches. An error leaves the frames of a coroutine or a branch behind as it passes
// out of it; they are noted there, with the error value and the thread that receives it, and joined to the frames of that thread.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../internal.h"

enum {
  FIRST_FRAMES = 12,       ///< Shown at the top of a deep stack.
  LAST_FRAMES = 10,        ///< And at its bottom.
  NOTE_LIMIT = 16 * 1024,  ///< Bytes of frames that are carried along.
  TEXT_LIMIT = 4 * 1024,   ///< A longer error text is not remembered.
};

/// Keys of the registry: a weak table that holds the error value last noted, and the frames that belong to it.
static const char noted_value = 0, noted_frames = 0;

static bool begins(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

typedef enum kind { SCRIPT, PRELUDE, C_FUNCTION, HANDLER, NONE } kind;

/// Fills in a frame and tells what runs in it. Stack: 0.
static kind look(lua_State *thread, int level, lua_Debug *frame) {
  if (!lua_getstack(thread, level, frame)) return NONE;
  if (!lua_checkstack(thread, 1)) return NONE;
  lua_getinfo(thread, "fSlnt", frame);
  lua_CFunction function = lua_tocfunction(thread, -1);
  lua_pop(thread, 1);
  if (function && lh_is_message_handler(function)) return HANDLER;
  if (*frame->what == 'C') return C_FUNCTION;
  return begins(frame->source, LH_PRELUDE_MARK) ? PRELUDE : SCRIPT;
}

/// Whether the script's author knows the frame: script code, and what it called by name. What the prelude calls is our own business.
static bool is_shown(lua_State *thread, int level, lua_Debug *frame) {
  kind own = look(thread, level, frame);
  if (own == SCRIPT) return true;
  if (own == HANDLER || own == NONE || *frame->namewhat == '\0') return false;
  lua_Debug caller;
  kind outer = look(thread, level + 1, &caller);
  return outer == SCRIPT || outer == C_FUNCTION || outer == NONE;
}

static void add_frame(luaL_Buffer *text, const lua_Debug *frame) {
  char line[32] = "";
  bool is_script = *frame->what != 'C' && !begins(frame->source, LH_PRELUDE_MARK);
  if (frame->currentline > 0) snprintf(line, sizeof line, "%d:", frame->currentline);
  luaL_addstring(text, "\n\t");
  luaL_addstring(text, is_script ? frame->short_src : "[C]");
  luaL_addstring(text, ":");
  luaL_addstring(text, is_script ? line : "");
  if (*frame->what == 'm') {
    luaL_addstring(text, " in main chunk");
  } else if (*frame->namewhat) {
    luaL_addstring(text, " in ");
    luaL_addstring(text, strcmp(frame->namewhat, "global") == 0 || !is_script ? "function" : frame->namewhat);
    luaL_addstring(text, " '");
    luaL_addstring(text, frame->name);
    luaL_addstring(text, "'");
  } else {
    char place[32];
    snprintf(place, sizeof place, ":%d>", frame->linedefined);
    luaL_addstring(text, " in function <");
    luaL_addstring(text, frame->short_src);
    luaL_addstring(text, place);
  }
  if (frame->istailcall && is_script) luaL_addstring(text, "\n\t(...tail calls...)");
}

/// The outermost level. To ask for a level takes as many steps as it is deep, so that asking for each would take their square.
static int last_level(lua_State *thread) {
  lua_Debug frame;
  int low = 1, high = 1;
  while (lua_getstack(thread, high, &frame)) {
    low = high;
    high *= 2;
  }
  while (low < high) {
    int middle = (low + high) / 2;
    if (lua_getstack(thread, middle, &frame)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return high - 1;
}

/// Pushes the frames of `thread`, but for the first `skipped` of those that are shown; each line after a newline. Stack: +1.
static void push_frames(lua_State *L, lua_State *thread, int skipped) {
  luaL_checkstack(L, 8, NULL);
  int last = last_level(thread), shown = 0;
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (int level = 0; level <= last; level++) {
    lua_Debug frame;
    if (shown - skipped == FIRST_FRAMES && last - level > LAST_FRAMES) {
      luaL_addstring(&text, "\n\t...");
      level = last - LAST_FRAMES;
      shown++;
    }
    if (!is_shown(thread, level, &frame)) continue;
    if (shown++ >= skipped) add_frame(&text, &frame);
  }
  luaL_pushresult(&text);
}

/// Whether `text` is the noted one with a place before it, `file:line: `, as error and wrap put it there.
static bool has_place_before(const char *text, size_t length, const char *noted, size_t noted_length) {
  if (length < noted_length + 4 || memcmp(text + length - noted_length, noted, noted_length) != 0) return false;
  const char *end = text + length - noted_length;
  if (end[-1] != ' ' || end[-2] != ':' || !isdigit((unsigned char)end[-3])) return false;
  const char *digit = end - 3;
  while (digit > text && isdigit((unsigned char)*digit)) digit--;
  return *digit == ':';
}

/// Whether the error at `value`, in `thread`, is the noted one, on its way.
static bool is_noted(lua_State *L, int value, lua_State *thread) {
  if (lh_host_of(L)->note_receiver != thread) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &noted_value);
  lua_rawgeti(L, -1, 1);
  bool is_of_nil = lua_touserdata(L, -1) == (const void *)&noted_value;
  bool same = lua_isnil(L, value) ? is_of_nil : !lua_isnil(L, -1) && lua_rawequal(L, -1, value);
  if (!same && lua_type(L, -1) == LUA_TSTRING && lua_type(L, value) == LUA_TSTRING) {
    size_t noted_length, length;
    const char *noted = lua_tolstring(L, -1, &noted_length);
    const char *text = lua_tolstring(L, value, &length);
    same = has_place_before(text, length, noted, noted_length);
  }
  lua_pop(L, 2);
  return same;
}

void lh_push_traceback(lua_State *L, int value, lua_State *thread, int skipped) {
  luaL_checkstack(L, 8, NULL);
  if (is_noted(L, value, thread)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &noted_frames);
    if (lua_rawlen(L, -1) > NOTE_LIMIT) return;
  } else {
    lua_pushliteral(L, "");
  }
  push_frames(L, thread, skipped);
  lua_concat(L, 2);
}

/// Notes the frames that the error at `value` leaves as it passes out of `thread`, to be received by another one. Stack: 0.
static void note(lua_State *L, int value, lua_State *thread, int skipped, const char *passage, lua_State *receiver) {
  lh_host *host = lh_host_of(L);
  // What a cancelled branch says is no one's cause, and must not cover the error that cancelled it.
  if (lh_current_fiber(L)->cancelled) return;
  if (lua_type(L, value) == LUA_TSTRING && lua_rawlen(L, value) > TEXT_LIMIT) return;
  lh_push_traceback(L, value, thread, skipped);
  lua_pushfstring(L, "\n\t(%s)", passage);
  lua_concat(L, 2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &noted_frames);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &noted_value) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, 1, 0);
    // Weak, so that a large error object lives no longer than its error.
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &noted_value);
  }
  if (lua_isnil(L, value)) {
    lua_pushlightuserdata(L, (void *)&noted_value);
  } else {
    lua_pushvalue(L, value);
  }
  lua_rawseti(L, -2, 1);
  lua_pop(L, 1);
  host->note_receiver = receiver;
}

/// `note_failure(coroutine, problem)`: to be called while the coroutine that has just failed still has its frames.
static int note_failure(lua_State *L) {
  lua_State *thread = lua_tothread(L, 1);
  if (thread) note(L, 2, thread, 0, "a coroutine, resumed by", L);
  return 0;
}

/// `trace_branch(problem)`: the message handler of a branch.
static int trace_branch(lua_State *L) {
  lua_settop(L, 1);
  lh_host *host = lh_host_of(L);
  const lh_fiber_state *starter = &host->fibers[lh_current_fiber(L)->starter];
  note(L, 1, L, 0, "a branch, started by", starter->waiting ? starter->waiting : starter->thread);
  return 1;
}

/// `debug.traceback([coroutine,] [message [, level]])`, as Lua's own, of the frames that the script's author knows.
static int traceback(lua_State *L) {
  lua_State *thread = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
  int message = lua_isthread(L, 1) ? 2 : 1;
  if (!lua_isnoneornil(L, message) && !lua_isstring(L, message)) {
    lua_pushvalue(L, message);
    return 1;
  }
  lua_Integer level = luaL_optinteger(L, message + 1, thread == L ? 1 : 0);
  lua_settop(L, message);
  bool has_message = !lua_isnil(L, message);
  if (has_message) lua_pushliteral(L, "\n");
  lua_pushliteral(L, "stack traceback:");
  push_frames(L, thread, level < 0 ? 0 : level > INT16_MAX ? INT16_MAX : (int)level);
  lua_concat(L, has_message ? 4 : 2);
  return 1;
}

bool lh_is_message_handler(lua_CFunction function) { 
  return function == lh_handle_message || function == trace_branch || lh_is_main_handler(function);
}

void lh_open_traceback(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, traceback);
  lua_setfield(L, -2, "traceback");
  lua_setglobal(L, LUA_DBLIBNAME);
}

void lh_add_trace_primitives(lua_State *L) {
  static const luaL_Reg primitives[] = {{"note_failure", note_failure}, {"trace_branch", trace_branch}, {NULL, NULL}};
  luaL_setfuncs(L, primitives, 0);
}
