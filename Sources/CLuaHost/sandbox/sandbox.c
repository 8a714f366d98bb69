// What a script may see of Lua: libraries are opened one by one and cut to what cannot reach files, processes, the environment or
// the host. `print` is buffered here, not an effect, so that it works where Lua cannot wait.
#include <string.h>

#include "../internal.h"

const char lh_array_metatable = 0, lh_error_metatable = 0;

static const luaL_Reg libraries[] = {
    {LUA_GNAME, luaopen_base},       {LUA_COLIBNAME, luaopen_coroutine}, {LUA_TABLIBNAME, luaopen_table}, {LUA_OSLIBNAME, luaopen_os},
    {LUA_STRLIBNAME, luaopen_string}, {LUA_MATHLIBNAME, luaopen_math},    {LUA_UTF8LIBNAME, luaopen_utf8}, {NULL, NULL},
};

/// What the base library must lose; `collectgarbage` and `print` come back below, cut down.
static const char *const absent_globals[] = {"dofile", "loadfile", "collectgarbage", "warn", "print", NULL};

static const char *const allowed_os[] = {"clock", "date", "difftime", "time", NULL};

void lh_charge_output(lua_State *L, size_t count) {
  lh_host *host = lh_host_of(L);
  host->output_used += count;
  if (host->output_used <= host->limits.output) return;
  lh_stop_flag_raise(host->flag, LH_OUTPUT);
  lh_raise_stop(L);
}

/// `print(...)`: one record, its values as tostring gives them, separated by tabs. All are converted before any is written, so that
/// a record is whole or not there.
static int print(lua_State *L) {
  lh_host *host = lh_host_of(L);
  int count = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    luaL_tolstring(L, i, NULL);
    lua_replace(L, i);
  }
  // With what stands between and behind them.
  size_t length_of_all = count > 0 ? (size_t)count : 1;
  for (int i = 1; i <= count; i++) length_of_all += lua_rawlen(L, i);
  lh_charge_output(L, length_of_all);
  for (int i = 1; i <= count; i++) {
    size_t length;
    const char *text = lua_tolstring(L, i, &length);
    if (i > 1) lh_append(L, &host->output, "\t", 1);
    lh_append(L, &host->output, text, length);
  }
  lh_append(L, &host->output, "\n", 1);
  return 0;
}

/// `os.date([format [, time]])`; a long format would be one call that no stop reaches.
static int date(lua_State *L) {
  enum { LONGEST = 1024 };
  if (lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) > LONGEST) return luaL_error(L, "os.date: the format is longer than %d bytes", LONGEST);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

/// `collectgarbage("count")`, and nothing else.
static int count_memory(lua_State *L) {
  const char *option = luaL_optstring(L, 1, "collect");
  if (strcmp(option, "count") != 0) return luaL_error(L, "collectgarbage: only \"count\" is available");
  lua_pushnumber(L, (lua_Number)lua_gc(L, LUA_GCCOUNT) + (lua_Number)lua_gc(L, LUA_GCCOUNTB) / 1024);
  return 1;
}

/// `setmetatable(table, metatable)`, which refuses `__gc`: a finalizer runs where no stop can reach it, even as the state is closed.
static int set_metatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, lua_isnil(L, 2) || lua_istable(L, 2), 2, "nil or table");
  lua_settop(L, 2);
  if (lua_istable(L, 2)) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL) return luaL_error(L, "setmetatable: __gc is not available here; use a <close> variable");
    lua_pop(L, 1);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 2, 1);
  return 1;
}

/// The message handler that stands before the script's own: a stop or a cancellation passes it by, since hooks,
/// which raise it again, are off while a handler runs.
int lh_handle_message(lua_State *L) {
  const void *token = lua_touserdata(L, 1);
  if (token == (const void *)&lh_stop_token || token == (const void *)&lh_cancel_token) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

/// What a protected call returns: its results after true, or false and the error; a stop goes on. (A cancellation does so by its hook,
/// but for the branch's outermost function, which ends the branch.)
static int finish_protected(lua_State *L, int status, lua_KContext extra) {
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)extra;
  if (lh_is_stopped(lh_host_of(L))) return lh_raise_stop(L);
  const char *denial = lh_take_denial(lh_host_of(L), status);
  if (denial) lua_pushstring(L, denial);
  lua_pushboolean(L, false);
  lua_pushvalue(L, -2);
  return 2;
}

/// Looks at the stop flag before a protected call, and at how deep it is: each level that an error passes costs Lua as many steps as the stack is
/// deep, so that a stop would take minutes to come out of a hundred thousand.
static void enter_protected(lua_State *L) {
  enum { DEEPEST = 5000 };
  lua_Debug frame;
  lh_check_stop(L);
  if (lua_getstack(L, DEEPEST, &frame)) luaL_error(L, "stack overflow (a protected call more than %d calls deep)", DEEPEST);
}

/// `pcall(f, ...)`
static int protect(lua_State *L) {
  luaL_checkany(L, 1);
  enter_protected(L);
  lua_pushboolean(L, true);
  lua_insert(L, 1);
  return finish_protected(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_protected), 0);
}

/// `xpcall(f, handler, ...)`
static int protect_with_handler(lua_State *L) {
  int count = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  enter_protected(L);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, lh_handle_message, 1);
  lua_replace(L, 2);
  lua_pushboolean(L, true);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  return finish_protected(L, lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_protected), 2);
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

/// Replaces a global function by one that has it as its upvalue.
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
  lua_register(L, "pcall", protect);
  lua_register(L, "xpcall", protect_with_handler);
  lua_register(L, "print", print);
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
  lh_open_traceback(L);
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

/// `array([table])`: marks the table as an array, so that it is one even when it is empty, and returns it.
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

/// `check_stop()`: for calls that run no instruction of Lua in which the hook could look.
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
  lua_pushcfunction(L, lh_raise_again);
  lua_setfield(L, -2, "raise_again");
  lua_pushlightuserdata(L, (void *)&lh_cancel_token);
  lua_setfield(L, -2, "cancel_token");
  lua_pushlightuserdata(L, (void *)&lh_stop_token);
  lua_setfield(L, -2, "stop_token");
  lua_pushcfunction(L, lh_bind);
  lua_setfield(L, -2, "bind");
  lua_pushlightuserdata(L, (void *)&lh_effect_token);
  lua_setfield(L, -2, "token");
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
