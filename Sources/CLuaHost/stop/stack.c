// Room for the stacks of Lua's threads.
//
// Debian 12's Lua 5.4.4 computes a concatenation of three or more operands from freed memory if the
// stack moves during a __concat (fixed in 5.4.5). A stack stays where it is while it has room, so a
// new thread gets room at once. If that is not enough, its growth inside a __concat is denied: that
// is a Lua error instead of a wrong name or a crash.
#include <string.h>

#include "internal.h"

enum {
  MAIN_SLOTS = 16000,
  OTHER_SLOTS = 1000,
  SLOT_SIZE = 16,
  MOST_SLOTS = 1000000,  ///< LUAI_MAXSTACK
  EXTRA_SLOTS = 5,       ///< EXTRA_STACK: allocated beyond those that count.
};

bool lh_reserve_stack(lua_State *thread, bool is_main) {
  lh_host *host = lh_host_of(thread);
  if (!host->limits.reserves_stack) return true;
  host->reserved_bytes = 0;
  host->is_reserving = true;
  bool has_room = lua_checkstack(thread, is_main ? MAIN_SLOTS : OTHER_SLOTS);
  host->is_reserving = false;
  size_t slots = host->reserved_bytes / SLOT_SIZE - EXTRA_SLOTS;
  if (!host->reserved_bytes || !has_room) return has_room;
  for (size_t i = 0; i < LH_STACK_SIZES; i++) {
    if (host->stack_slots[i] == slots) break;
    if (host->stack_slots[i]) continue;
    host->stack_slots[i] = slots;
    break;
  }
  return has_room;
}

/// Whether a block of this size is a stack that has outgrown its room. Lua doubles it each time.
static bool is_grown_stack(const lh_host *host, size_t size) {
  for (size_t i = 0; i < LH_STACK_SIZES && host->stack_slots[i]; i++) {
    for (size_t slots = 2 * host->stack_slots[i]; slots <= MOST_SLOTS; slots *= 2) {
      if (size == (slots + EXTRA_SLOTS) * SLOT_SIZE) return true;
    }
  }
  return false;
}

/// How a frame of any Lua 5.4 begins (CallInfo). lua_getstack counts from the top each time, so a
/// walk with it would take the square of the depth.
typedef struct call_frame {
  void *function, *top;
  struct call_frame *outer, *inner;
} call_frame;

static bool is_in_concatenation(lua_State *L) {
  lua_Debug frame, outer;
  if (!lua_getstack(L, 0, &frame) || !lua_getstack(L, 1, &outer)) return false;
  if ((void *)((call_frame *)frame.i_ci)->outer != (void *)outer.i_ci) return false;
  for (call_frame *at = (call_frame *)frame.i_ci; at->outer; at = at->outer) {
    frame.i_ci = (struct CallInfo *)at;
    lua_getinfo(L, "n", &frame);
    bool is_metamethod = strcmp(frame.namewhat, "metamethod") == 0;
    if (is_metamethod && strcmp(frame.name, "concat") == 0) return true;
  }
  return false;
}

bool lh_is_unsafe_growth(lh_host *host, size_t size) {
  if (host->is_reserving) {
    if (size > host->reserved_bytes) host->reserved_bytes = size;
    return false;
  }
  // After a denial Lua collects its garbage and asks again.
  if (host->growth_denied && size == host->denied_bytes) return true;
  if (size < 2 * OTHER_SLOTS * SLOT_SIZE || !is_grown_stack(host, size)) return false;
  if (!is_in_concatenation(host->running)) return false;
  host->growth_denied = true;
  lh_write_place(host->running, host->denied_at);
  host->denied_bytes = size;
  return true;
}

const char *lh_take_denial(lh_host *host, int status) {
  bool was_denied = host->growth_denied;
  host->growth_denied = false;
  if (status != LUA_ERRMEM || !was_denied) return NULL;
  return "a __concat calls more deeply than this Lua library survives "
         "(see \"Lua as Debian 12 has it\" in the manual); join with tostring(...) instead";
}
