// The state that all layers share: one host, its fibers, and the place where its script is.
//
// This is the only header that includes Lua's. Swift never sees it.
#ifndef LH_STATE_H
#define LH_STATE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "../buffer/buffer.h"
#include "lua_host.h"

/// How many sizes a stack with its room can have: the main chunk's, a branch's and a coroutine's.
enum { LH_STACK_SIZES = 3 };

/// Bytes for a `file:line` with its terminating zero.
enum { LH_PLACE_SIZE = 256 };

/// What a fiber does.
typedef enum lh_activity {
  LH_NEW,  ///< It is in the queue and has not run.
  LH_RUNNING,
  LH_AWAITS_REPLY,  ///< Its effect is in flight.
  LH_AWAITS_WAKE,   ///< It is parked until another fiber wakes it.
  LH_WOKEN,         ///< It is in the queue.
} lh_activity;

/// One fiber. The registry holds its thread while the fiber is alive.
typedef struct lh_fiber_state {
  lua_State *thread;   ///< NULL if the number is free.
  lua_State *waiting;  ///< What waits for a reply or a wake: the thread, or a coroutine in it.
  lh_activity activity;
  bool queued;
  lh_fiber starter;       ///< The fiber that started it.
  bool cancelled;         ///< Its scope has failed: every call to the host raises.
  bool cancel_delivered;  ///< It has received that error once; the next one cannot be caught.
  bool cancel_reraised;   ///< The hook raises that next one again at every instruction.
  lh_fiber next;  ///< The next in the queue, or in the list of free numbers; or LH_NO_FIBER.
} lh_fiber_state;

struct lh_host {
  lua_State *main;  ///< Owns the state. Runs the prelude and describes errors, never the script.
  lua_State *volatile running;  ///< The thread whose code runs now; not NULL once Lua is open.
  lh_limits limits;

  // The fibers.
  lh_fiber_state *fibers;
  lh_fiber fiber_count, fiber_capacity;
  lh_fiber current;  ///< The fiber that runs.
  lh_fiber first_ready, last_ready, first_free;

  // The stop and the memory.
  lh_stop_flag *flag;
  int checks_left;  ///< Until the description of an error is given up; 0 if none is being made.
  bool is_limited;  ///< The libraries are open, so the memory limit holds.
  bool passed_memory_limit;  ///< Memory has passed its limit since the last check.
  size_t memory_used;
  size_t requests;                ///< For memory; counted only if the limits have a fail point.
  char denied_at[LH_PLACE_SIZE];  ///< `file:line` where memory was denied last.

  // The room for stacks.
  bool is_reserving;                   ///< A stack is being given its room.
  size_t reserved_bytes;               ///< The size of that stack.
  size_t stack_slots[LH_STACK_SIZES];  ///< The sizes that stacks with room have; 0 if unused.
  bool growth_denied;   ///< A stack was not allowed to grow, and no error has reported it yet.
  size_t denied_bytes;  ///< The size that it asked for.

  // What the script has printed.
  lh_buffer output;
  bool output_taken;
  size_t output_used;

  // What a step reports.
  lh_bytes reply;  ///< Present only while a fiber is resumed with one.
  lh_buffer name, arguments, where, message, traceback;
  lua_State *note_receiver;  ///< The thread that the last noted error goes to; only compared.
};

/// The host that owns `L`. Raises nothing.
static inline lh_host *lh_host_of(lua_State *L) { return *(lh_host **)lua_getextraspace(L); }

/// The fiber that runs now. Raises nothing.
static inline lh_fiber_state *lh_current_fiber(lua_State *L) {
  lh_host *host = lh_host_of(L);
  return &host->fibers[host->current];
}

/// The registry's key for the place where a fiber was started.
static inline const void *lh_place_key(const lh_fiber_state *fiber) {
  return (const char *)fiber->thread + 1;
}

/// Pushes `file:line` of the innermost frame that runs the script's code, not the prelude's (whose
/// chunk names start with '='). If there is none, pushes the place where the fiber was started, or
/// "". Raises. Stack: +1.
void lh_push_place(lua_State *L);

/// Raises `message`, the string on top, at the script's own line, even if the prelude's frames lie
/// between. Never returns.
int lh_raise(lua_State *L);

/// Writes `file:line` of the innermost frame that runs the script's code, or "". Takes no memory
/// from Lua and raises nothing.
///
/// The signal handler calls it, although Lua promises only lua_sethook to a signal handler. During
/// a few instructions of each call Lua has linked the new frame and not yet set its function. If
/// the signal arrives there, lua_getinfo reads a stale pointer, which may lie in a stack that Lua
/// has freed. We accept this: the handler runs only when a flag is raised, and without this call
/// the place of a script that never checks its flag would stay unknown.
void lh_write_place(lua_State *L, char place[LH_PLACE_SIZE]);

#endif
