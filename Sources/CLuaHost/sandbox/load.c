// `load`, cut down: text only, and no more of it than the compiler reads in a moment, since no stop
// can interrupt the compiler.
#include <string.h>

#include "../stop/stop.h"
#include "internal.h"

enum { LARGEST = 4 << 20 };

static const char too_large[] = "load: the chunk is larger than 4 MiB";

/// The function that load reads from. It counts the bytes of the script's own. Upvalues: the
/// script's function, bytes so far.
static int read_counted(lua_State *L) {
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_call(L, 0, 1);
  if (lua_type(L, 1) != LUA_TSTRING) return 1;
  size_t size = (size_t)lua_tointeger(L, lua_upvalueindex(2)) + lua_rawlen(L, 1);
  if (size > LARGEST) return luaL_error(L, "%s", too_large);
  lua_pushinteger(L, (lua_Integer)size);
  lua_replace(L, lua_upvalueindex(2));
  return 1;
}

/// Replaces the script's function at 1 by one that bounds how much load reads.
static void bound_reader(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, read_counted, 2);
  lua_replace(L, 1);
}

/// `load(chunk [, name [, mode [, env]]])`: text only, even if `mode` allows bytecode.
static int load_text(lua_State *L) {
  if (!lua_isstring(L, 1)) bound_reader(L);
  const char *mode = luaL_optstring(L, 3, "t");
  const char *name = luaL_optstring(L, 2, "");
  if (strncmp(name, LH_PRELUDE_MARK, strlen(LH_PRELUDE_MARK)) == 0) {
    return luaL_error(L, "load: names of this form are the host's own");
  }
  if (strchr(mode, 't') == NULL) {
    return luaL_error(L, "load: only text can be loaded here, not bytecode");
  }
  if (lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) > LARGEST) {
    lua_pushnil(L);
    lua_pushstring(L, too_large);
    return 2;
  }
  bool has_environment = !lua_isnone(L, 4);
  lua_settop(L, 4);
  lua_pushliteral(L, "t");
  lua_replace(L, 3);
  if (!has_environment) lua_settop(L, 3);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  // load returns a stop in the script's function as an error of its own.
  lh_check_stop(L);
  return lua_gettop(L);
}

void lh_open_load(lua_State *L) {
  lua_getglobal(L, "load");
  lua_pushcclosure(L, load_text, 1);
  lua_setglobal(L, "load");
}
