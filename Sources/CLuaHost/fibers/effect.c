// The one primitive behind every binding: it encodes the arguments, yields to the host, and decodes
// the host's reply when it is resumed. All of this runs in the script's own protected context, so a
// bad argument or a lack of memory is an ordinary Lua error on the script's line.
#include <string.h>

#include "../codec/codec.h"
#include "../sandbox/sandbox.h"
#include "../stop/stop.h"
#include "fibers.h"

static int refuse_to_wait(lua_State *L) {
  lua_pushfstring(L,
                  "%s cannot be called here: Lua cannot wait inside a table.sort comparator, a "
                  "string.gsub callback, __tostring or a message handler; collect what you need "
                  "first and call it afterwards",
                  lua_tostring(L, lua_upvalueindex(2)));
  return lh_raise(L);
}

static void note_place(lua_State *L, lh_host *host) {
  lh_push_place(L);
  size_t length;
  const char *place = lua_tolstring(L, -1, &length);
  lh_append(L, &host->where, place, length);
  lua_pop(L, 1);
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

/// Gives the error table on top its metatable.
static void set_error_metatable(lua_State *L) {
  if (!lua_istable(L, -1)) return;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_error_metatable);
  lua_setmetatable(L, -2);
}

static int continue_effect(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  lh_host *host = lh_host_of(L);
  lh_fiber_state *fiber = lh_current_fiber(L);
  if (lh_is_stopped(host)) return lh_raise_stop(L);
  // The relay resumed it because its fiber cannot wait, or the script did: there is no reply.
  if (fiber->waiting != L || host->reply.count == 0) {
    if (fiber->waiting == L) fiber->waiting = NULL;
    fiber->activity = LH_RUNNING;
    return refuse_to_wait(L);
  }
  lh_bytes reply = host->reply;
  host->reply = (lh_bytes){0};
  fiber->waiting = NULL;
  lh_check_stop_and_cancel(L);
  uint8_t kind = *reply.data++;
  reply.count--;
  lua_settop(L, 0);
  if (kind == LH_REFUSED) lua_pushnil(L);
  lh_decode(L, &reply);
  if (kind == LH_RETURNED) return 1;
  set_error_metatable(L);
  return kind == LH_REFUSED ? 2 : lua_error(L);
}

static int perform(lua_State *L) {
  lh_host *host = lh_host_of(L);
  size_t length;
  const char *name = lua_tolstring(L, lua_upvalueindex(1), &length);
  lh_check_stop_and_cancel(L);
  if (!lua_isyieldable(L)) return refuse_to_wait(L);
  // Makes room for the reply now: after the effect is performed it is too late to refuse it.
  luaL_checkstack(L, LH_DECODE_SLOTS, "the script calls itself too deeply to call the host");
  host->reply = (lh_bytes){0};
  lh_buffer_clear(&host->name);
  lh_buffer_clear(&host->arguments);
  lh_buffer_clear(&host->where);
  encode_arguments(L, host, lua_tostring(L, lua_upvalueindex(2)));
  if (lua_toboolean(L, lua_upvalueindex(3))) lh_charge_output(L, host->arguments.count);
  note_place(L, host);
  lh_append(L, &host->name, name, length);
  lh_fiber_state *fiber = lh_current_fiber(L);
  fiber->waiting = L;
  fiber->activity = LH_AWAITS_REPLY;
  lua_settop(L, 0);
  lua_pushlightuserdata(L, (void *)&lh_yield_token);
  return lua_yieldk(L, 1, 0, continue_effect);
}

int lh_bind(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 3);
  if (lua_isnil(L, 2)) {
    lua_pushvalue(L, 1);
    lua_replace(L, 2);
  }
  lua_pushcclosure(L, perform, 3);
  return 1;
}
