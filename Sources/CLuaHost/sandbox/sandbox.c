// What a script may see of Lua: libraries are opened one by one and cut to what cannot reach files,
// processes, the environment or the host.
#include "sandbox.h"

#include <string.h>

#include "../codec/codec.h"
#include "internal.h"

const char lh_error_metatable = 0;

static const luaL_Reg libraries[] = {
    {LUA_GNAME, luaopen_base},        {LUA_COLIBNAME, luaopen_coroutine},
    {LUA_TABLIBNAME, luaopen_table},  {LUA_OSLIBNAME, luaopen_os},
    {LUA_STRLIBNAME, luaopen_string}, {LUA_MATHLIBNAME, luaopen_math},
    {LUA_UTF8LIBNAME, luaopen_utf8},  {NULL, NULL},
};

/// What the base library must lose. Our own `collectgarbage` and `print` take the place of two.
static const char *const absent_globals[] = {"dofile", "loadfile", "collectgarbage",
                                             "warn",   "print",    NULL};

static const char *const allowed_os[] = {"clock", "date", "difftime", "time", NULL};

/// `os.date([format [, time]])`. A long format would be one call that no stop can interrupt.
static int date(lua_State *L) {
  enum { LONGEST = 1024 };
  if (lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) > LONGEST) {
    return luaL_error(L, "os.date: the format is longer than %d bytes", LONGEST);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

/// `collectgarbage("count")`, and nothing else.
static int count_memory(lua_State *L) {
  const char *option = luaL_optstring(L, 1, "collect");
  if (strcmp(option, "count") != 0)
    return luaL_error(L, "collectgarbage: only \"count\" is available");
  lua_pushnumber(L,
                 (lua_Number)lua_gc(L, LUA_GCCOUNT) + (lua_Number)lua_gc(L, LUA_GCCOUNTB) / 1024);
  return 1;
}

/// `setmetatable(table, metatable)`, which refuses `__gc`: no stop can interrupt a finalizer, and
/// finalizers run even while the state is being closed.
static int set_metatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, lua_isnil(L, 2) || lua_istable(L, 2), 2, "nil or table");
  lua_settop(L, 2);
  if (lua_istable(L, 2)) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL) {
      return luaL_error(L, "setmetatable: __gc is not available here; use a <close> variable");
    }
    lua_pop(L, 1);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 2, 1);
  return 1;
}

/// `tostring(err)`: "file:line: message".
static int describe_error(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushliteral(L, "where");
  bool placed = lua_rawget(L, 1) == LUA_TSTRING;
  lua_pushliteral(L, ": ");
  lua_pushliteral(L, "message");
  if (lua_rawget(L, 1) != LUA_TSTRING) {
    lua_pushliteral(L, "error");
    lua_replace(L, -2);
  }
  if (placed) lua_concat(L, 3);
  return 1;
}

static void keep_only(lua_State *L, const char *library, const char *const *names) {
  lua_newtable(L);
  lua_getglobal(L, library);
  for (; *names; names++) {
    lua_getfield(L, -1, *names);
    lua_setfield(L, -3, *names);
  }
  lua_pop(L, 1);
  lua_setglobal(L, library);
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushnil(L);
  lua_setfield(L, -2, library);
  lua_pop(L, 1);
}

/// Replaces a global function by `wrapper`, whose upvalue it becomes.
static void wrap_global(lua_State *L, const char *name, lua_CFunction wrapper) {
  lua_getglobal(L, name);
  lua_pushcclosure(L, wrapper, 1);
  lua_setglobal(L, name);
}

static void replace_base(lua_State *L) {
  lh_open_load(L);
  for (const char *const *name = absent_globals; *name; name++) {
    lua_pushnil(L);
    lua_setglobal(L, *name);
  }
  wrap_global(L, "setmetatable", set_metatable);
  lh_open_protected_calls(L);
  lh_open_print(L);
  lua_register(L, "collectgarbage", count_memory);
}

/// Registers a metatable under `key` that a script can neither read nor replace.
static void register_metatable(lua_State *L, const void *key, const char *name) {
  lua_createtable(L, 0, 3);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void lh_open_sandbox(lua_State *L) {
  for (const luaL_Reg *library = libraries; library->func; library++) {
    luaL_requiref(L, library->name, library->func, 1);
    lua_pop(L, 1);
  }
  replace_base(L);
  keep_only(L, LUA_OSLIBNAME, allowed_os);
  lua_getglobal(L, LUA_OSLIBNAME);
  lua_getfield(L, -1, "date");
  lua_pushcclosure(L, date, 1);
  lua_setfield(L, -2, "date");
  lua_pop(L, 1);
  lh_open_debug(L);
  lh_open_strings(L);
  lh_open_tables(L);
  lua_getglobal(L, LUA_STRLIBNAME);
  lua_pushnil(L);
  lua_setfield(L, -2, "dump");
  lua_pop(L, 1);
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushliteral(L, "string");
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
  register_metatable(L, &lh_array_metatable, "array");
  register_metatable(L, &lh_error_metatable, "error");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_error_metatable);
  lua_pushcfunction(L, describe_error);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 1);
}
