// Tracebacks that reach across coroutines and branches. An error leaves the frames of a coroutine
// or a branch behind when it passes out of it. They are noted then, with the error value and the
// thread that receives it, and later joined to the frames of that thread.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../stop/stop.h"
#include "internal.h"
#include "sandbox.h"

enum {
  FIRST_FRAMES = 12,       ///< Shown at the top of a deep stack.
  LAST_FRAMES = 10,        ///< Shown at its bottom.
  NOTE_LIMIT = 16 * 1024,  ///< Bytes of noted frames; no more are added beyond that.
  TEXT_LIMIT = 4 * 1024,   ///< An error with a longer text is not noted.
};

/// The registry's keys for a weak table that holds the error value noted last, and for the frames
/// that belong to it.
static const char noted_value = 0, noted_frames = 0;

static bool begins(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

typedef enum frame_kind { SCRIPT, PRELUDE, C_FUNCTION, HANDLER, NONE } frame_kind;

static bool is_message_handler(lua_CFunction function);

/// Fills in a frame and returns what runs in it. Stack: 0.
static frame_kind inspect_frame(lua_State *thread, int level, lua_Debug *frame) {
  if (!lua_getstack(thread, level, frame)) return NONE;
  if (!lua_checkstack(thread, 1)) return NONE;
  lua_getinfo(thread, "fSlnt", frame);
  lua_CFunction function = lua_tocfunction(thread, -1);
  lua_pop(thread, 1);
  if (function && is_message_handler(function)) return HANDLER;
  if (*frame->what == 'C') return C_FUNCTION;
  return begins(frame->source, LH_PRELUDE_MARK) ? PRELUDE : SCRIPT;
}

/// Whether the script's author knows the frame: it runs the script's code, or what that code called
/// by name. The author does not know what the prelude calls.
static bool is_shown(lua_State *thread, int level, lua_Debug *frame) {
  frame_kind own = inspect_frame(thread, level, frame);
  if (own == SCRIPT) return true;
  if (own == HANDLER || own == NONE || *frame->namewhat == '\0') return false;
  lua_Debug caller;
  frame_kind outer = inspect_frame(thread, level + 1, &caller);
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
    bool is_function = strcmp(frame->namewhat, "global") == 0 || !is_script;
    luaL_addstring(text, is_function ? "function" : frame->namewhat);
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

/// The outermost level. Lua takes as many steps to find a level as it is deep, so asking for each
/// level would take the square of their number.
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

void lh_push_frames(lua_State *L, lua_State *thread, int skipped) {
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

/// Whether `text` is the noted one after a place, `file:line: `, as error and wrap add it.
static bool has_place_before(const char *text, size_t length, const char *noted,
                             size_t noted_length) {
  if (length < noted_length + 4 || memcmp(text + length - noted_length, noted, noted_length) != 0)
    return false;
  const char *end = text + length - noted_length;
  if (end[-1] != ' ' || end[-2] != ':' || !isdigit((unsigned char)end[-3])) return false;
  const char *digit = end - 3;
  while (digit > text && isdigit((unsigned char)*digit)) digit--;
  return *digit == ':';
}

/// Whether the error at `value`, in `thread`, is the noted one.
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

/// Pushes the frames of `thread` that the script's author knows, after those that the error at
/// `value` left in the coroutines and branches that it came out of. Raises. Stack: +1.
static void push_traceback(lua_State *L, int value, lua_State *thread) {
  luaL_checkstack(L, 8, NULL);
  if (is_noted(L, value, thread)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &noted_frames);
    if (lua_rawlen(L, -1) > NOTE_LIMIT) return;
  } else {
    lua_pushliteral(L, "");
  }
  lh_push_frames(L, thread, 0);
  lua_concat(L, 2);
}

/// Notes the frames that the error at `value` leaves when it passes out of `thread` to `receiver`.
/// Stack: 0.
static void note_frames(lua_State *L, int value, lua_State *thread, const char *passage,
                        lua_State *receiver) {
  lh_host *host = lh_host_of(L);
  // The error of a cancelled branch must not replace the error that cancelled it.
  if (lh_current_fiber(L)->cancelled) return;
  if (lua_type(L, value) == LUA_TSTRING && lua_rawlen(L, value) > TEXT_LIMIT) return;
  push_traceback(L, value, thread);
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

/// `note_failure(coroutine, problem)`: notes the frames of a coroutine that has just failed. The
/// prelude calls it before it closes the coroutine.
static int note_failure(lua_State *L) {
  lua_State *thread = lua_tothread(L, 1);
  if (thread) note_frames(L, 2, thread, "a coroutine, resumed by", L);
  return 0;
}

/// `trace_branch(problem)`: the message handler of a branch.
static int trace_branch(lua_State *L) {
  lua_settop(L, 1);
  lh_host *host = lh_host_of(L);
  const lh_fiber_state *starter = &host->fibers[lh_current_fiber(L)->starter];
  lua_State *receiver = starter->waiting ? starter->waiting : starter->thread;
  note_frames(L, 1, L, "a branch, started by", receiver);
  return 1;
}

/// Puts the traceback of the error at 1 into the host's buffer.
static int note_traceback(lua_State *L) {
  lh_host *host = lh_host_of(L);
  push_traceback(L, 1, (lua_State *)lua_touserdata(L, 2));
  lh_append_bounded(L, &host->traceback, -1);
  return 0;
}

int lh_main_chunk_handler(lua_State *L) {
  lua_settop(L, 1);
  lh_buffer_clear(&lh_host_of(L)->traceback);
  bool is_stop = lua_touserdata(L, 1) == (const void *)&lh_stop_token;
  if (is_stop || !lua_checkstack(L, LUA_MINSTACK)) return 1;
  lua_pushcfunction(L, note_traceback);
  lua_pushvalue(L, 1);
  lua_pushlightuserdata(L, L);
  lua_pcall(L, 2, 0, 0);
  lua_settop(L, 1);
  return 1;
}

/// Whether a frame of this function is a message handler of ours.
static bool is_message_handler(lua_CFunction function) {
  return function == lh_xpcall_handler || function == trace_branch ||
         function == lh_main_chunk_handler;
}

void lh_add_trace_primitives(lua_State *L) {
  static const luaL_Reg primitives[] = {
      {"note_failure", note_failure}, {"trace_branch", trace_branch}, {NULL, NULL}};
  luaL_setfuncs(L, primitives, 0);
}
