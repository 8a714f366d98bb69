// Opening and closing: the state, its sandbox and the hook that watches the stop flag.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

const char lh_stop_token = 0;

lh_stop_flag *lh_stop_flag_new(void) {
  lh_stop_flag *flag = malloc(sizeof *flag);
  if (flag) atomic_init(&flag->raised, false);
  return flag;
}

void lh_stop_flag_free(lh_stop_flag *flag) { free(flag); }

void lh_stop_flag_raise(lh_stop_flag *flag) { atomic_store_explicit(&flag->raised, true, memory_order_relaxed); }

lh_host *lh_host_of(lua_State *L) { return *(lh_host **)lua_getextraspace(L); }

void lh_append(lua_State *L, lh_buffer *buffer, const void *data, size_t count) {
  if (!lh_buffer_append(buffer, data, count)) luaL_error(L, "not enough memory");
}

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
  (void)context, (void)old_size;
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, new_size);
}

bool lh_is_stopped(const lh_host *host) { return atomic_load_explicit(&host->flag->raised, memory_order_relaxed); }

void lh_check_stop(lua_State *L) {
  lh_host *host = lh_host_of(L);
  // An error's own __tostring has no more time than this; the script is over, so that the flag may end it.
  if (host->ticks_left > 0 && --host->ticks_left == 0) lh_stop_flag_raise(host->flag);
  if (lh_is_stopped(host)) lh_raise_stop(L);
}

static void check_flag(lua_State *L, lua_Debug *event) {
  (void)event;
  lh_check_stop(L);
}

int lh_raise_stop(lua_State *L) {
  lua_sethook(L, check_flag, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(L, (void *)&lh_stop_token);
  return lua_error(L);
}

void lh_watch(lua_State *L) { lua_sethook(L, check_flag, LUA_MASKCOUNT, LH_HOOK_INTERVAL); }

static int set_up(lua_State *L) {
  lh_host *host = lh_host_of(L);
  host->first_ready = host->first_free = LH_NO_FIBER;
  lh_open_sandbox(L);
  lh_watch(L);
  lua_pushliteral(L, "");
  host->current = lh_new_fiber(L);
  return 0;
}

lh_host *lh_open(lh_stop_flag *flag) {
  lh_host *host = calloc(1, sizeof *host);
  if (!host) return NULL;
  host->flag = flag;
  host->main = lua_newstate(allocate, NULL);
  if (host->main) {
    *(lh_host **)lua_getextraspace(host->main) = host;
    lua_pushcfunction(host->main, set_up);
    if (lua_pcall(host->main, 0, 0, 0) == LUA_OK) return host;
  }
  lh_close(host);
  return NULL;
}

void lh_close(lh_host *host) {
  if (host->main) lua_close(host->main);
  lh_buffer *const buffers[] = {&host->name,    &host->arguments, &host->where,
                                &host->message, &host->traceback, &host->output};
  for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) lh_buffer_free(buffers[i]);
  free(host->fibers);
  free(host);
}
