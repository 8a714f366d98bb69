// Opening and closing: the state, its memory and its sandbox.
#include <stdlib.h>
#include <string.h>

#include "../internal.h"

lh_host *lh_host_of(lua_State *L) { return *(lh_host **)lua_getextraspace(L); }

bool lh_is_denied_on_purpose(lh_host *host) {
  if (host->limits.denials == 0) return false;
  size_t number = ++host->requests;
  return number >= host->limits.first_denial && number - host->limits.first_denial < host->limits.denials;
}

size_t lh_requests(const lh_host *host) { return host->requests; }

void lh_append(lua_State *L, lh_buffer *buffer, const void *data, size_t count) {
  if (lh_is_denied_on_purpose(lh_host_of(L)) || !lh_buffer_append(buffer, data, count)) luaL_error(L, "not enough memory");
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
  if (!block && old_size == 0 && lh_is_unsafe_growth(host, new_size)) return NULL;
  if (new_size > held && lh_is_denied_on_purpose(host)) return NULL;
  size_t used = host->memory_used - held + new_size;
  if (host->is_limited && new_size > held && used > host->limits.memory) {
    host->wants_memory = true;
    lh_demand_look(host);
    if (is_denied(host, block, old_size, new_size, used)) {
      lh_write_place(host->running, host->denied_at);
      return NULL;
    }
  }
  void *moved = realloc(block, new_size);
  if (moved) host->memory_used = used;
  return moved;
}

static int set_up(lua_State *L) {
  lh_host *host = lh_host_of(L);
  host->first_ready = host->first_free = LH_NO_FIBER;
  lh_open_sandbox(L);
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
  host->running = host->main;
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

size_t lh_close(lh_host *host) {
  host->is_limited = false;
  if (host->main) lua_close(host->main);
  lh_buffer *const buffers[] = {&host->name,    &host->arguments, &host->where,
                                &host->message, &host->traceback, &host->output};
  for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) lh_buffer_free(buffers[i]);
  free(host->fibers);
  size_t left = host->memory_used;
  free(host);
  return left;
}
