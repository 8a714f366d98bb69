// The one primitive behind every binding: encode the arguments, yield to the host, and on resume decode its reply. All of it runs
// in the script's own protected context, so a bad argument or a lack of memory is an ordinary Lua error on the script's line.
#include <string.h>

#include "internal.h"

const char lh_effect_token = 0;

/// Notes `file:line` of the innermost frame that is script code, not prelude (whose chunk names start with '=').
static void note_where(lua_State *L, lh_host *host) {
  lua_Debug frame;
  for (int level = 1; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.source[0] != '@' || frame.currentline <= 0) continue;
    lua_pushfstring(L, "%s:%d", frame.short_src, frame.currentline);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    lh_append(L, &host->where, text, length);
    lua_pop(L, 1);
    return;
  }
}

static void encode_arguments(lua_State *L, lh_host *host, const char *name) {
  uint8_t tag = LH_ARRAY;
  uint32_t count = (uint32_t)lua_gettop(L);
  lh_append(L, &host->arguments, &tag, 1);
  lh_append(L, &host->arguments, &count, sizeof count);
  for (uint32_t i = 1; i <= count; i++) {
    const char *what = lua_pushfstring(L, "argument %d of %s", (int)i, name);
    lh_encode(L, (int)i, what, &host->arguments);
    lua_pop(L, 1);
  }
}

/// Gives an error table its metatable and, when the host could not, the place of the call.
static void dress_error(lua_State *L) {
  if (!lua_istable(L, -1)) return;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_error_metatable);
  lua_setmetatable(L, -2);
}

static int take_reply(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  lh_host *host = lh_host_of(L);
  if (host->waiting != L || host->reply.count == 0) {
    return luaL_error(L, "this coroutine waits for the host; only the host can resume it");
  }
  lh_bytes reply = host->reply;
  host->reply = (lh_bytes){0};
  host->waiting = NULL;
  uint8_t kind = *reply.data++;
  reply.count--;
  lua_settop(L, 0);
  if (kind == LH_REFUSED) lua_pushnil(L);
  lh_decode(L, &reply);
  if (kind == LH_RETURNED) return 1;
  dress_error(L);
  return kind == LH_REFUSED ? 2 : lua_error(L);
}

static int perform(lua_State *L) {
  lh_host *host = lh_host_of(L);
  size_t length;
  const char *name = lua_tolstring(L, lua_upvalueindex(1), &length);
  if (!lua_isyieldable(L)) {
    return luaL_error(L,
                      "%s cannot be called here: Lua cannot wait inside a table.sort comparator, a string.gsub callback, "
                      "__tostring or a message handler; collect what you need first and call it afterwards",
                      name);
  }
  lh_buffer_clear(&host->name);
  lh_buffer_clear(&host->arguments);
  lh_buffer_clear(&host->where);
  encode_arguments(L, host, name);
  note_where(L, host);
  lh_append(L, &host->name, name, length);
  host->waiting = L;
  lua_settop(L, 0);
  lua_pushlightuserdata(L, (void *)&lh_effect_token);
  return lua_yieldk(L, 1, 0, take_reply);
}

int lh_bind(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_pushcclosure(L, perform, 1);
  return 1;
}
