// `pcall` and `xpcall`, which a stop passes through.
#include "../stop/stop.h"
#include "internal.h"

int lh_xpcall_handler(lua_State *L) {
  const void *token = lua_touserdata(L, 1);
  if (token == (const void *)&lh_stop_token || token == (const void *)&lh_cancel_token) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

/// What a protected call returns: true and its results, or false and the error. A stop is raised
/// again here. (The hook raises a cancellation again, except in the branch's outermost function,
/// which ends the branch.)
static int finish_protected(lua_State *L, int status, lua_KContext extra) {
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)extra;
  if (lh_is_stopped(lh_host_of(L))) return lh_raise_stop(L);
  const char *denial = lh_take_denial(lh_host_of(L), status);
  if (denial) lua_pushstring(L, denial);
  lua_pushboolean(L, false);
  lua_pushvalue(L, -2);
  return 2;
}

/// Checks the stop flag before a protected call, and how deep the call is. For each level that an
/// error passes, Lua takes as many steps as the stack is deep, so a stop would need minutes to
/// leave a hundred thousand levels.
static void enter_protected(lua_State *L) {
  enum { DEEPEST = 5000 };
  lua_Debug frame;
  lh_check_stop(L);
  if (lua_getstack(L, DEEPEST, &frame)) {
    luaL_error(L, "stack overflow (a protected call more than %d calls deep)", DEEPEST);
  }
}

/// `pcall(f, ...)`
static int protected_call(lua_State *L) {
  luaL_checkany(L, 1);
  enter_protected(L);
  lua_pushboolean(L, true);
  lua_insert(L, 1);
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_protected);
  return finish_protected(L, status, 0);
}

/// `xpcall(f, handler, ...)`
static int protected_call_with_handler(lua_State *L) {
  int count = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  enter_protected(L);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, lh_xpcall_handler, 1);
  lua_replace(L, 2);
  lua_pushboolean(L, true);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_protected);
  return finish_protected(L, status, 2);
}

void lh_open_protected_calls(lua_State *L) {
  lua_register(L, "pcall", protected_call);
  lua_register(L, "xpcall", protected_call_with_handler);
}
