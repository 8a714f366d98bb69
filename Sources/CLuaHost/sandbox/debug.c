// `debug`, cut down to `traceback`.
#include "internal.h"

/// `debug.traceback([coroutine,] [message [, level]])`: like Lua's own, but only with the frames
/// that the script's author knows.
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
  int skipped = level < 0 ? 0 : level > INT16_MAX ? INT16_MAX : (int)level;
  lh_push_frames(L, thread, skipped);
  lua_concat(L, has_message ? 4 : 2);
  return 1;
}

void lh_open_debug(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, traceback);
  lua_setfield(L, -2, "traceback");
  lua_setglobal(L, LUA_DBLIBNAME);
}
