// The script's main chunk. It runs in a protected call, as in the stand-alone interpreter, so that
// its <close> variables are closed while they may still call the host.
#include "../stop/stop.h"
#include "internal.h"
#include "sandbox.h"

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
  lua_pushcfunction(L, lh_main_chunk_handler);
  lua_pushvalue(L, lua_upvalueindex(1));
  return finish_main(L, lua_pcallk(L, 0, 0, 1, 0, finish_main), 0);
}

void lh_wrap_main_chunk(lua_State *L) { lua_pushcclosure(L, run_main, 1); }
