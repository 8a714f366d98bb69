// What a script prints. It goes into a buffer and is no effect, so that `print` works where Lua
// cannot wait.
#include "../stop/stop.h"
#include "internal.h"
#include "sandbox.h"

void lh_charge_output(lua_State *L, size_t count) {
  lh_host *host = lh_host_of(L);
  host->output_used += count;
  if (host->output_used <= host->limits.output) return;
  lh_stop_flag_raise(host->flag, LH_OUTPUT);
  lh_raise_stop(L);
}

/// `print(...)`: one record of its values, as tostring gives them, separated by tabs. All values
/// are converted before any is written, so a record is never there in part.
static int print(lua_State *L) {
  lh_host *host = lh_host_of(L);
  int count = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    luaL_tolstring(L, i, NULL);
    lua_replace(L, i);
  }
  // With the tabs between them and the newline.
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

void lh_open_print(lua_State *L) { lua_register(L, "print", print); }

lh_bytes lh_take_output(lh_host *host) {
  host->output_taken = true;
  return lh_buffer_bytes(&host->output);
}

void lh_clear_taken_output(lh_host *host) {
  if (!host->output_taken) return;
  lh_buffer_clear(&host->output);
  host->output_taken = false;
}
