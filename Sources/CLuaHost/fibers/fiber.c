// Fibers: Lua threads that run in turn and wait for effects or for each other. This file only
// starts, parks and wakes them. The prelude, in Lua, builds scopes, limits and order on that, and
// alone uses the primitives.
#include <stdlib.h>

#include "../stop/stop.h"
#include "fibers.h"

const char lh_yield_token = 0;

enum { FIRST_CAPACITY = 16, MOST_FIBERS = 1 << 16 };

/// A free number, or the next one; LH_NO_FIBER if there is no memory for more.
static lh_fiber take_number(lh_host *host) {
  lh_fiber number = host->first_free;
  if (number != LH_NO_FIBER) {
    host->first_free = host->fibers[number].next;
    return number;
  }
  if (host->fiber_count == host->fiber_capacity) {
    lh_fiber capacity = host->fiber_capacity ? 2 * host->fiber_capacity : FIRST_CAPACITY;
    if (capacity > MOST_FIBERS) return LH_NO_FIBER;
    if (lh_fail_point_denies(host)) return LH_NO_FIBER;
    lh_fiber_state *grown = realloc(host->fibers, (size_t)capacity * sizeof *grown);
    if (!grown) return LH_NO_FIBER;
    host->fibers = grown;
    host->fiber_capacity = capacity;
  }
  return host->fiber_count++;
}

lh_fiber lh_new_fiber(lua_State *L) {
  lh_host *host = lh_host_of(L);
  lua_State *thread = lua_newthread(L);
  if (!lh_reserve_stack(thread, host->fiber_count == 0)) luaL_error(L, "not enough memory");
  lh_fiber_state state = {.thread = thread, .next = LH_NO_FIBER, .starter = host->current};
  lua_rawsetp(L, LUA_REGISTRYINDEX, thread);
  lua_rawsetp(L, LUA_REGISTRYINDEX, lh_place_key(&state));
  lh_fiber number = take_number(host);
  if (number == LH_NO_FIBER) {
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, lh_place_key(&state));
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, thread);
    lua_pushliteral(L, "too many fibers: give host.parallel a limit");
    lh_raise(L);
  }
  host->fibers[number] = state;
  return number;
}

void lh_end_fiber(lh_host *host, lh_fiber fiber) {
  lh_fiber_state *state = &host->fibers[fiber];
  // Setting a field to nil allocates nothing, so it cannot raise.
  lua_pushnil(host->main);
  lua_rawsetp(host->main, LUA_REGISTRYINDEX, lh_place_key(state));
  lua_pushnil(host->main);
  lua_rawsetp(host->main, LUA_REGISTRYINDEX, state->thread);
  *state = (lh_fiber_state){.thread = NULL, .next = host->first_free};
  host->first_free = fiber;
}

void lh_enqueue(lh_host *host, lh_fiber fiber) {
  lh_fiber_state *state = &host->fibers[fiber];
  if (state->queued) return;
  state->queued = true;
  state->next = LH_NO_FIBER;
  if (host->first_ready == LH_NO_FIBER) {
    host->first_ready = fiber;
  } else {
    host->fibers[host->last_ready].next = fiber;
  }
  host->last_ready = fiber;
}

lh_fiber lh_next_ready(lh_host *host) {
  lh_fiber fiber = host->first_ready;
  if (fiber != LH_NO_FIBER) {
    host->first_ready = host->fibers[fiber].next;
    host->fibers[fiber].queued = false;
  }
  return fiber;
}

static lh_fiber check_fiber(lua_State *L, int index) {
  lua_Integer number = luaL_checkinteger(L, index);
  lh_host *host = lh_host_of(L);
  bool is_alive = number >= 0 && number < host->fiber_count && host->fibers[number].thread;
  luaL_argcheck(L, is_alive, index, "no such fiber");
  return (lh_fiber)number;
}

/// `spawn(f)`: starts a fiber that runs `f()` when its turn comes, and returns its number.
static int spawn(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lh_push_place(L);
  lh_fiber fiber = lh_new_fiber(L);
  lh_host *host = lh_host_of(L);
  lua_xmove(L, host->fibers[fiber].thread, 1);
  lh_enqueue(host, fiber);
  lua_pushinteger(L, fiber);
  return 1;
}

/// `current()`: the number of the fiber that runs.
static int current(lua_State *L) {
  lua_pushinteger(L, lh_host_of(L)->current);
  return 1;
}

/// `descends(fiber, ancestor)`: whether `fiber` is `ancestor`, or was started by it or by one that
/// descends from it.
static int descends(lua_State *L) {
  lh_host *host = lh_host_of(L);
  lh_fiber fiber = check_fiber(L, 1), ancestor = check_fiber(L, 2);
  while (fiber != ancestor && fiber != LH_MAIN_FIBER) fiber = host->fibers[fiber].starter;
  lua_pushboolean(L, fiber == ancestor);
  return 1;
}

static int continue_waiter(lua_State *L, int status, lua_KContext ignores_cancel) {
  (void)status;
  lh_fiber_state *fiber = lh_current_fiber(L);
  // The host sets the activity when it resumes the fiber. A relay that cannot pass the wait on
  // does not.
  if (fiber->waiting != L || fiber->activity != LH_RUNNING) {
    if (fiber->waiting == L) fiber->waiting = NULL;
    fiber->activity = LH_RUNNING;
    lua_pushliteral(L,
                    "branches cannot be started here: Lua cannot wait inside a table.sort "
                    "comparator, a string.gsub callback, __tostring or a message handler");
    return lh_raise(L);
  }
  fiber->waiting = NULL;
  if (!ignores_cancel) lh_check_stop_and_cancel(L);
  return 0;
}

/// Has the running fiber wait until its turn comes or another fiber wakes it.
static int wait_as(lua_State *L, lh_activity activity, bool ignores_cancel) {
  if (!ignores_cancel) lh_check_stop_and_cancel(L);
  lh_fiber_state *fiber = lh_current_fiber(L);
  fiber->waiting = L;
  fiber->activity = activity;
  if (!lua_isyieldable(L)) return continue_waiter(L, LUA_YIELD, ignores_cancel);
  lua_settop(L, 0);
  lua_pushlightuserdata(L, (void *)&lh_yield_token);
  return lua_yieldk(L, 1, ignores_cancel, continue_waiter);
}

/// `park([ignores_cancel])`: waits until another fiber wakes this one. A cancelled fiber raises
/// instead, unless it ignores that.
static int park(lua_State *L) { return wait_as(L, LH_AWAITS_WAKE, lua_toboolean(L, 1)); }

/// `turn()`: lets every other ready fiber run before this one continues; raises if the fiber cannot
/// wait here. The host puts the fiber in the queue after it has yielded, so a fiber that could not
/// yield is never in it.
static int turn(lua_State *L) { return wait_as(L, LH_WOKEN, false); }

/// `check()`: raises if the fiber is cancelled.
static int check(lua_State *L) {
  lh_check_stop_and_cancel(L);
  return 0;
}

/// `wake(fiber)`: makes a parked fiber ready. Does nothing to any other fiber.
static int wake(lua_State *L) {
  lh_fiber number = check_fiber(L, 1);
  lh_host *host = lh_host_of(L);
  if (host->fibers[number].activity != LH_AWAITS_WAKE) return 0;
  host->fibers[number].activity = LH_WOKEN;
  lh_enqueue(host, number);
  return 0;
}

/// `cancel(fiber)`: from now on every call of the fiber to the host raises. Wakes a parked fiber,
/// so that it raises too.
static int cancel(lua_State *L) {
  lh_host *host = lh_host_of(L);
  host->fibers[check_fiber(L, 1)].cancelled = true;
  return wake(L);
}

void lh_add_fiber_primitives(lua_State *L) {
  static const luaL_Reg primitives[] = {
      {"spawn", spawn}, {"current", current}, {"descends", descends},
      {"turn", turn},   {"check", check},     {"park", park},
      {"wake", wake},   {"cancel", cancel},   {NULL, NULL},
  };
  luaL_setfuncs(L, primitives, 0);
}
