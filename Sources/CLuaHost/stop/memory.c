// Lua's memory: what it uses, what is denied, and buffers that are filled on its behalf.
#include <stdlib.h>

#include "internal.h"

/// Bytes of a text that is for a person to read.
enum { TEXT_LIMIT = 64 * 1024 };

bool lh_fail_point_denies(lh_host *host) {
  if (host->limits.denials == 0) return false;
  size_t number = ++host->requests;
  return number >= host->limits.first_denial &&
         number - host->limits.first_denial < host->limits.denials;
}

size_t lh_requests(const lh_host *host) { return host->requests; }

/// Whether a request that passes the limit is denied at once. Lua 5.4.4 touches freed memory after
/// a denial while a table grows. So a request is denied early only if it cannot be part of a table,
/// that is, for a string. A table at most doubles between two checks of the limit.
static bool is_denied(const lh_host *host, const void *block, size_t old_size, size_t new_size,
                      size_t used) {
  size_t limit = host->limits.memory;
  bool is_string = !block && (old_size & 0x0F) == LUA_TSTRING;
  return is_string ? new_size >= limit || used > limit + limit / 4
                   : new_size >= 4 * limit || used > 5 * limit;
}

void *lh_allocate(void *context, void *block, size_t old_size, size_t new_size) {
  lh_host *host = context;
  // Without a block, Lua passes the kind of the new object as the old size.
  size_t held = block ? old_size : 0;
  if (new_size == 0) {
    free(block);
    host->memory_used -= held;
    return NULL;
  }
  if (!block && old_size == 0 && lh_is_unsafe_growth(host, new_size)) return NULL;
  if (new_size > held && lh_fail_point_denies(host)) return NULL;
  size_t used = host->memory_used - held + new_size;
  if (host->is_limited && new_size > held && used > host->limits.memory) {
    host->passed_memory_limit = true;
    lh_set_hook(host);
    if (is_denied(host, block, old_size, new_size, used)) {
      lh_write_place(host->running, host->denied_at);
      return NULL;
    }
  }
  void *moved = realloc(block, new_size);
  if (moved) host->memory_used = used;
  return moved;
}

void lh_append(lua_State *L, lh_buffer *buffer, const void *data, size_t count) {
  if (lh_fail_point_denies(lh_host_of(L)) || !lh_buffer_append(buffer, data, count)) {
    luaL_error(L, "not enough memory");
  }
}

void lh_append_bounded(lua_State *L, lh_buffer *buffer, int index) {
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  lh_append(L, buffer, text, length < TEXT_LIMIT ? length : TEXT_LIMIT);
  if (length > TEXT_LIMIT) lh_append(L, buffer, "...", 3);
}
