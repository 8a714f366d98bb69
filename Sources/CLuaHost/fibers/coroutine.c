// What the script's own coroutines need from C: room for their stacks, and a record of which thread
// runs.
#include "../stop/stop.h"
#include "fibers.h"

/// `reserve(coroutine)`: makes room for the stack of a new coroutine, so that it need not move
/// soon.
static int reserve(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTHREAD);
  if (!lh_reserve_stack(lua_tothread(L, 1), false)) luaL_error(L, "not enough memory");
  return 0;
}

static int refuse_for(lua_State *L, const char *reason) {
  lua_pushboolean(L, false);
  lua_pushstring(L, reason);
  return 2;
}

/// Returns false and the error on top of `thread`.
static int refuse(lua_State *L, lua_State *thread, int status) {
  const char *denial = lh_take_denial(lh_host_of(L), status);
  if (denial) return refuse_for(L, denial);
  lua_pushboolean(L, false);
  lua_xmove(thread, L, 1);
  return 2;
}

/// `resume(coroutine, ...)`: true and what it yields or returns, or false and the error.
static int resume(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTHREAD);
  lh_host *host = lh_host_of(L);
  lua_State *thread = lua_tothread(L, 1);
  int count = lua_gettop(L) - 1;
  if (!lua_checkstack(thread, count)) return refuse_for(L, "too many arguments to resume");
  lua_xmove(L, thread, count);
  lh_switch_thread(host, thread);
  int results = 0;
  int status = lua_resume(thread, L, count, &results);
  lh_switch_thread(host, L);
  if (status > LUA_YIELD) return refuse(L, thread, status);
  if (!lua_checkstack(L, results + 1)) {
    lua_pop(thread, results);
    return refuse_for(L, "too many results to resume");
  }
  lua_pushboolean(L, true);
  lua_xmove(thread, L, results);
  return results + 1;
}

/// `close(coroutine)`: true, or false and the error that it ended with.
static int close(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTHREAD);
  lh_host *host = lh_host_of(L);
  lua_State *thread = lua_tothread(L, 1);
  lh_switch_thread(host, thread);
#if LUA_VERSION_RELEASE_NUM >= 50406
  int status = lua_closethread(thread, L);
#else
  int status = lua_resetthread(thread);
#endif
  lh_switch_thread(host, L);
  if (status != LUA_OK) return refuse(L, thread, status);
  lua_pushboolean(L, true);
  return 1;
}

void lh_add_coroutine_primitives(lua_State *L) {
  static const luaL_Reg primitives[] = {
      {"reserve", reserve}, {"resume", resume}, {"close", close}, {NULL, NULL}};
  luaL_setfuncs(L, primitives, 0);
}
