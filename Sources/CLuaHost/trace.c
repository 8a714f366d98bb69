// Tracebacks that reach across coroutines and branches. An error leaves the frames of a coroutine or a branch behind as it passes
// out of it; they are noted there, beside the error value, and joined to the frames of whatever it reaches next.
#include <string.h>

#include "internal.h"

/// Keys of the registry: the error value last noted, and the frames that belong to it.
static const char noted_value = 0, noted_frames = 0;

static const char header[] = "stack traceback:";

static bool begins(const char *line, const char *prefix) { return strncmp(line, prefix, strlen(prefix)) == 0; }

static void add_line(luaL_Buffer *text, const char *line, size_t length) {
  luaL_addchar(text, '\n');
  luaL_addlstring(text, line, length);
}

/// Adds the lines of a traceback to `text` as the script's author knows the program: without its header, without the frames of the
/// prelude, and without what those called or left by a tail call.
static void add_script_lines(luaL_Buffer *text, const char *lines) {
  const char *called = NULL;  // A C function, shown once it is known that the script called it.
  size_t called_length = 0;
  bool after_prelude = false;
  while (*lines) {
    size_t length = strcspn(lines, "\n");
    bool is_prelude = begins(lines, "\t[host] ");
    if (called && !is_prelude) add_line(text, called, called_length);
    called = NULL;
    if (begins(lines, "\t[C]: in ")) {
      called = begins(lines, "\t[C]: in ?") ? NULL : lines;
      called_length = length;
    } else if (!is_prelude && length > 0 && !begins(lines, header) && !(after_prelude && begins(lines, "\t(...tail calls...)"))) {
      add_line(text, lines, length);
    }
    after_prelude = is_prelude;
    lines += length;
    lines += *lines == '\n';
  }
  if (called) add_line(text, called, called_length);
}

/// Pushes the frames of `thread` from `level` on, each line after a newline. Stack: +1.
static void push_frames(lua_State *L, lua_State *thread, int level) {
  luaL_traceback(L, thread, NULL, level);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  add_script_lines(&text, lua_tostring(L, -2));
  luaL_pushresult(&text);
  lua_remove(L, -2);
}

/// Whether `value` is the noted one, or a text that only puts a place before it, as error and wrap do.
static bool is_noted(lua_State *L, int value) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &noted_value);
  bool same = !lua_isnil(L, -1) && lua_rawequal(L, -1, value);
  if (!same && lua_type(L, -1) == LUA_TSTRING && lua_type(L, value) == LUA_TSTRING) {
    size_t noted_length, length;
    const char *noted = lua_tolstring(L, -1, &noted_length);
    const char *text = lua_tolstring(L, value, &length);
    same = noted_length > 0 && length >= noted_length && memcmp(text + length - noted_length, noted, noted_length) == 0;
  }
  lua_pop(L, 1);
  return same;
}

void lh_push_traceback(lua_State *L, int value, lua_State *thread, int level) {
  if (is_noted(L, value)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &noted_frames);
  } else {
    lua_pushliteral(L, "");
  }
  push_frames(L, thread, level);
  lua_concat(L, 2);
}

/// Notes the frames that the error at `value` leaves as it passes out of `thread`. Stack: 0.
static void note(lua_State *L, int value, lua_State *thread, int level, const char *passage) {
  // What a cancelled branch says is no one's cause, and must not cover the error that cancelled it.
  if (lh_current_fiber(L)->cancelled) return;
  luaL_checkstack(L, 8, NULL);
  lh_push_traceback(L, value, thread, level);
  lua_pushfstring(L, "\n\t(%s)", passage);
  lua_concat(L, 2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &noted_frames);
  lua_pushvalue(L, value);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &noted_value);
}

/// `note_failure(coroutine, problem)`: to be called while the coroutine that failed still has its frames.
static int note_failure(lua_State *L) {
  lua_State *thread = lua_tothread(L, 1);
  if (thread && lua_status(thread) > LUA_YIELD) note(L, 2, thread, 0, "a coroutine, resumed by");
  return 0;
}

/// `trace_branch(problem)`: the message handler of a branch.
static int trace_branch(lua_State *L) {
  lua_settop(L, 1);
  note(L, 1, L, 1, "a branch, started by");
  return 1;
}

/// `debug.traceback([coroutine,] [message [, level]])`, as Lua's own, without the frames of the prelude.
static int traceback(lua_State *L) {
  lua_State *thread = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
  int message = lua_isthread(L, 1) ? 2 : 1;
  if (!lua_isnoneornil(L, message) && !lua_isstring(L, message)) {
    lua_pushvalue(L, message);
    return 1;
  }
  lua_Integer level = luaL_optinteger(L, message + 1, thread == L ? 1 : 0);
  lua_settop(L, message);
  luaL_argcheck(L, level >= 0 && level < 1000000, message + 1, "level out of range");
  bool has_message = !lua_isnil(L, message);
  if (has_message) lua_pushliteral(L, "\n");
  lua_pushstring(L, header);
  push_frames(L, thread, (int)level);
  lua_concat(L, has_message ? 4 : 2);
  return 1;
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
