// The script's main chunk. It runs under protection, as the stand-alone interpreter has it, so that what it must close is closed while
// that may still call the host.
#include "../internal.h"

/// Puts the traceback of the error at 1 into the host's buffer.
static int note_traceback(lua_State *L) {
  lh_host *host = lh_host_of(L);
  lh_push_traceback(L, 1, (lua_State *)lua_touserdata(L, 2), 0);
  lh_append_bounded(L, &host->traceback, -1);
  return 0;
}

/// The message handler of the main chunk. An error for lack of stack or memory stays the one that it is: its traceback is let go.
static int trace_main(lua_State *L) {
  lua_settop(L, 1);
  lh_buffer_clear(&lh_host_of(L)->traceback);
  if (lua_touserdata(L, 1) == (const void *)&lh_stop_token || !lua_checkstack(L, LUA_MINSTACK)) return 1;
  lua_pushcfunction(L, note_traceback);
  lua_pushvalue(L, 1);
  lua_pushlightuserdata(L, L);
  lua_pcall(L, 2, 0, 0);
  lua_settop(L, 1);
  return 1;
}

bool lh_is_main_handler(lua_CFunction function) { return function == trace_main; }

static int finish_main(lua_State *L, int status, lua_KContext context) {
  (void)context;
  if (status == LUA_OK || status == LUA_YIELD) return 0;
  lh_host *host = lh_host_of(L);
  const char *denial = lh_take_denial(host, status);
  if (denial) {
    lua_pushfstring(L, "%s%s%s", host->denied_at, host->denied_at[0] ? ": " : "", denial);
  } else if (status == LUA_ERRMEM) {
    lh_note_stop_at(host, host->denied_at);
    lh_stop_flag_raise(host->flag, LH_MEMORY);
  }
  if (lh_is_stopped(host)) return lh_raise_stop(L);
  return lua_error(L);
}

/// Runs the function that is its upvalue.
static int run_main(lua_State *L) {
  lua_settop(L, 0);
  lua_pushcfunction(L, trace_main);
  lua_pushvalue(L, lua_upvalueindex(1));
  return finish_main(L, lua_pcallk(L, 0, 0, 1, 0, finish_main), 0);
}

void lh_protect_main(lua_State *L) { lua_pushcclosure(L, run_main, 1); }
