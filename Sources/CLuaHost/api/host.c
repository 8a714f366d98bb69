// Opening and closing a host: the state, its memory and its sandbox.
#include <stdlib.h>

#include "../fibers/fibers.h"
#include "../sandbox/sandbox.h"
#include "../stop/stop.h"

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
  host->main = lua_newstate(lh_allocate, host);
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
  lh_buffer *const buffers[] = {
      &host->name, &host->arguments, &host->where, &host->message, &host->traceback, &host->output,
  };
  for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) lh_buffer_free(buffers[i]);
  free(host->fibers);
  size_t left = host->memory_used;
  free(host);
  return left;
}
