// Opening and closing: the state, its sandbox and the hook that watches the stop flag.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

const char lh_stop_token = 0;

lh_stop_flag *lh_stop_flag_new(void) {
  lh_stop_flag *flag = malloc(sizeof *flag);
  if (!flag) return NULL;
  atomic_init(&flag->reason, LH_NOT_STOPPED);
  atomic_init(&flag->turns, 0);
  return flag;
}

void lh_stop_flag_free(lh_stop_flag *flag) { free(flag); }

void lh_stop_flag_raise(lh_stop_flag *flag, lh_reason reason) {
  int none = LH_NOT_STOPPED;
  atomic_compare_exchange_strong_explicit(&flag->reason, &none, reason, memory_order_relaxed, memory_order_relaxed);
}

lh_reason lh_stop_flag_reason(const lh_stop_flag *flag) {
  return (lh_reason)atomic_load_explicit(&flag->reason, memory_order_relaxed);
}

uint64_t lh_stop_flag_turns(const lh_stop_flag *flag) { return atomic_load_explicit(&flag->turns, memory_order_relaxed); }

lh_host *lh_host_of(lua_State *L) { return *(lh_host **)lua_getextraspace(L); }

void lh_append(lua_State *L, lh_buffer *buffer, const void *data, size_t count) {
  if (!lh_buffer_append(buffer, data, count)) luaL_error(L, "not enough memory");
}

/// Whether a request that passes the limit is denied at once. A denial while a table grows makes Lua 5.4.4 touch freed memory, so only what cannot
/// be part of a table is denied early: strings. A table at most doubles between two looks at the limit.
static bool is_denied(const lh_host *host, const void *block, size_t old_size, size_t new_size, size_t used) {
  size_t limit = host->limits.memory;
  bool is_string = !block && (old_size & 0x0F) == LUA_TSTRING;
  return is_string ? new_size >= limit || used > limit + limit / 4 : new_size >= 4 * limit || used > 5 * limit;
}

/// Lua's allocator. The limit is soft: what passes it is noted, and the script stops at its next look.
static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
  lh_host *host = context;
  // Without a block the old size is a kind of object.
  size_t held = block ? old_size : 0;
  if (new_size == 0) {
    free(block);
    host->memory_used -= held;
    return NULL;
  }
  size_t used = host->memory_used - held + new_size;
  if (host->is_limited && new_size > held && used > host->limits.memory) {
    host->wants_memory = true;
    if (is_denied(host, block, old_size, new_size, used)) return NULL;
  }
  void *moved = realloc(block, new_size);
  if (moved) host->memory_used = used;
  return moved;
}

bool lh_is_stopped(const lh_host *host) { return lh_stop_flag_reason(host->flag) != LH_NOT_STOPPED; }

/// The soft limit has been passed: what counts is what is left once garbage is gone.
static void weigh_memory(lua_State *L, lh_host *host) {
  host->wants_memory = false;
  lua_gc(L, LUA_GCCOLLECT);
  if (host->memory_used > host->limits.memory - host->limits.memory / 64) lh_stop_flag_raise(host->flag, LH_MEMORY);
}

void lh_check_stop(lua_State *L) {
  lh_host *host = lh_host_of(L);
  // An error's own __tostring has no more time than this; the script is over, so that the flag may end it.
  if (host->ticks_left > 0 && --host->ticks_left == 0) lh_stop_flag_raise(host->flag, LH_ASKED);
  if (host->wants_memory && !lh_is_stopped(host)) weigh_memory(L, host);
  if (lh_is_stopped(host)) lh_raise_stop(L);
}

static void check_flag(lua_State *L, lua_Debug *event) {
  (void)event;
  lh_check_stop(L);
}

void lh_note_stop(lua_State *L) {
  lh_host *host = lh_host_of(L);
  if (host->stopped_at[0]) return;
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.source[0] != '@' || frame.currentline <= 0) continue;
    snprintf(host->stopped_at, sizeof host->stopped_at, "%s:%d", frame.source + 1, frame.currentline);
    return;
  }
}

int lh_raise_stop(lua_State *L) {
  lh_note_stop(L);
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

lh_host *lh_open(lh_stop_flag *flag, lh_limits limits) {
  lh_host *host = calloc(1, sizeof *host);
  if (!host) return NULL;
  host->flag = flag;
  host->limits = limits;
  host->main = lua_newstate(allocate, host);
  if (host->main) {
    *(lh_host **)lua_getextraspace(host->main) = host;
    lua_pushcfunction(host->main, set_up);
    if (lua_pcall(host->main, 0, 0, 0) == LUA_OK) {
      host->is_limited = true;
      return host;
    }
  }
  lh_close(host);
  return NULL;
}

void lh_close(lh_host *host) {
  host->is_limited = false;
  if (host->main) lua_close(host->main);
  lh_buffer *const buffers[] = {&host->name,    &host->arguments, &host->where,
                                &host->message, &host->traceback, &host->output};
  for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) lh_buffer_free(buffers[i]);
  free(host->fibers);
  free(host);
}
