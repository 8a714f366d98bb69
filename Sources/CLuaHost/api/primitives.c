// The primitives that the prelude is built on: those of the lower layers, and a few of its own.
#include "primitives.h"

#include "../codec/codec.h"
#include "../fibers/fibers.h"
#include "../sandbox/sandbox.h"
#include "../stop/stop.h"

/// `array([table])`: marks the table as an array, so that it is one even if it is empty, and
/// returns it.
static int mark_array(lua_State *L) {
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) {
    lua_newtable(L);
    lua_replace(L, 1);
  }
  if (!lua_istable(L, 1)) {
    lua_pushfstring(L, "host.array: takes a table, got %s", luaL_typename(L, 1));
    return lh_raise(L);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_array_metatable);
  if (lua_getmetatable(L, 1) && !lua_rawequal(L, -1, -2)) {
    lua_pushliteral(L, "host.array: the table has a metatable");
    return lh_raise(L);
  }
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

/// `collect()`: collects all garbage.
static int collect(lua_State *L) {
  lua_gc(L, LUA_GCCOLLECT);
  return 0;
}

/// `check_stop()`: for calls that run no instruction of Lua, in which the hook could run.
static int check_stop(lua_State *L) {
  lh_check_stop(L);
  return 0;
}

void lh_push_primitives(lua_State *L) {
  static const char key = 0;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 16);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
  lh_add_fiber_primitives(L);
  lh_add_coroutine_primitives(L);
  lh_add_trace_primitives(L);
  lua_pushcfunction(L, mark_array);
  lua_setfield(L, -2, "array");
  lua_pushcfunction(L, lh_check_pattern);
  lua_setfield(L, -2, "check_pattern");
  lua_pushcfunction(L, collect);
  lua_setfield(L, -2, "collect");
  lua_pushcfunction(L, check_stop);
  lua_setfield(L, -2, "check_stop");
  lua_pushcfunction(L, lh_reraise);
  lua_setfield(L, -2, "raise_again");
  lua_pushlightuserdata(L, (void *)&lh_cancel_token);
  lua_setfield(L, -2, "cancel_token");
  lua_pushlightuserdata(L, (void *)&lh_stop_token);
  lua_setfield(L, -2, "stop_token");
  lua_pushcfunction(L, lh_bind);
  lua_setfield(L, -2, "bind");
  lua_pushlightuserdata(L, (void *)&lh_yield_token);
  lua_setfield(L, -2, "token");
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
