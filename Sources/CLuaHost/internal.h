// What the units of CLuaHost share. Swift never sees this file.
#ifndef LH_INTERNAL_H
#define LH_INTERNAL_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdatomic.h>

#include "buffer/buffer.h"
#include "lua_host.h"

/// Stack slots that decoding may need: a table, a key and a value a level.
enum { LH_DECODE_SLOTS = 3 * LH_MAX_DEPTH };

/// How many sizes a stack with its room can have: that of the main chunk's, a branch's and a coroutine's.
enum { LH_STACK_SIZES = 3 };

/// What a fiber does.
typedef enum lh_activity {
  LH_NEW,            ///< Stands in the queue and has not run.
  LH_RUNNING,
  LH_AWAITS_REPLY,   ///< An effect is in flight.
  LH_AWAITS_WAKE,    ///< Another fiber will wake it.
  LH_WOKEN,          ///< Stands in the queue.
} lh_activity;

/// One fiber. Its thread is anchored in the registry while it lives.
typedef struct lh_fiber_state {
  lua_State *thread;   ///< NULL when the number is free.
  lua_State *waiting;  ///< The thread that waits for a reply or a wake: the fiber's own or a coroutine in it.
  lh_activity activity;
  bool queued;
  lh_fiber starter;  ///< The fiber that started it.
  bool cancelled;  ///< Its scope has failed: whatever it asks of the host raises.
  bool told;       ///< It has had that error once; a second one cannot be caught.
  bool insists;    ///< That second one is on its way.
  lh_fiber next;   ///< The next in the queue, or of the free numbers; LH_NO_FIBER at the end.
} lh_fiber_state;

/// Bytes for a `file:line`, with its end.
enum { LH_PLACE_SIZE = 256 };

struct lh_host {
  lua_State *main;  ///< Owns the state; runs the prelude and reports, never the script.
  lua_State *volatile running;  ///< The thread whose code runs now; never NULL once the state is there.
  lh_stop_flag *flag;
  lh_fiber_state *fibers;
  lh_fiber fiber_count, fiber_capacity;
  lh_fiber current;  ///< The fiber that runs.
  lh_fiber first_ready, last_ready, first_free;
  lh_bytes reply;      ///< Present only while a fiber is being resumed with one.
  lh_buffer name;
  lh_buffer arguments;
  lh_buffer where;
  lh_buffer message;
  lh_buffer traceback;
  lh_buffer output;
  bool output_taken;
  lh_limits limits;
  size_t memory_used, output_used;
  size_t requests;  ///< For memory, counted where some are to be denied.
  bool is_limited;    ///< Libraries and prelude are there: the limits hold.
  bool is_reserving;  ///< A stack is being given its room.
  bool concatenation_denied;  ///< A stack could not grow since the last look at it.
  size_t reserved_bytes, denied_bytes, stack_slots[LH_STACK_SIZES];  ///< The stack being given its room, and what sizes they then have.
  bool wants_memory;  ///< The soft limit was passed since the last look.
  char denied_at[LH_PLACE_SIZE];  ///< `file:line` where memory was denied last.
  lua_State *note_receiver;  ///< The thread that the error noted last is on its way to; only compared.
  int ticks_left;  ///< Looks until the description of an error is given up; 0 while none is made.
};

/// The host that owns `L`. Raises nothing.
lh_host *lh_host_of(lua_State *L);

/// Keys of the registry, and the value that marks a yield as the host's own.
extern const char lh_array_metatable, lh_error_metatable, lh_effect_token, lh_stop_token, lh_cancel_token;

/// Opens the libraries a script may see and what replaces the rest. Raises.
void lh_open_sandbox(lua_State *L);

/// Pushes the one table of primitives that every prelude chunk receives, and may add to. Raises. Stack: +1.
void lh_push_primitives(lua_State *L);

/// The key in the registry of the place where a fiber was started.
static inline const void *lh_place_key(const lh_fiber_state *fiber) { return (const char *)fiber->thread + 1; }

/// Makes a fiber with an empty thread, started at the place on top, a string. Raises. Stack: -1.
lh_fiber lh_new_fiber(lua_State *L);

/// The fiber that runs now.
lh_fiber_state *lh_current_fiber(lua_State *L);

/// The fiber's number given back, and its thread left to the collector. Raises nothing.
void lh_end_fiber(lh_host *host, lh_fiber fiber);

/// Makes a fiber ready, behind all that are. Raises nothing.
void lh_enqueue(lh_host *host, lh_fiber fiber);

/// Raises where the stop flag is up or the running fiber is cancelled.
void lh_check_wishes(lua_State *L);

/// Raises the stop or the uncatchable cancellation again, outside the coroutine that it ended. Never returns.
int lh_raise_again(lua_State *L);

/// Adds the primitives on the script's coroutines to the table on top. Raises. Stack: 0.
void lh_add_coroutine_primitives(lua_State *L);

/// Adds the primitives on fibers to the table on top. Raises. Stack: 0.
void lh_add_fiber_primitives(lua_State *L);

/// How the chunk names of the prelude begin; a script's cannot.
#define LH_PRELUDE_MARK "=[host] "

/// Pushes the frames of `thread` that a script's author knows, but for the first `skipped`, after those that the error at `value` left in
/// the coroutines and branches it came out of; every line after a newline. Raises. Stack: +1.
void lh_push_traceback(lua_State *L, int value, lua_State *thread, int skipped);

/// The message handler that stands before the script's own in xpcall.
int lh_handle_message(lua_State *L);

/// Whether a frame of this function is a message handler of ours.
bool lh_is_message_handler(lua_CFunction function);

/// Raises where the stop flag is up, and counts a look while an error is being described.
void lh_check_stop(lua_State *L);

/// Makes the table `debug`, which holds `traceback` and nothing else. Raises. Stack: 0.
void lh_open_traceback(lua_State *L);

/// Counts what the script writes, and raises the stop where it is more than it may. Stack: 0.
void lh_charge_output(lua_State *L, size_t count);

/// Replaces `load`. Raises. Stack: 0.
void lh_open_load(lua_State *L);

/// Replaces the string functions that Lua could not interrupt. Raises. Stack: 0.
void lh_open_strings(lua_State *L);

/// `check_pattern(pattern)`: whether a pattern is well formed, and what is wrong with it. Raises nothing else. Stack: +1 or +2.
int lh_check_pattern(lua_State *L);

/// Replaces the table functions that Lua could not interrupt. Raises. Stack: 0.
void lh_open_tables(lua_State *L);

/// Adds the primitives that note tracebacks to the table on top. Raises. Stack: 0.
void lh_add_trace_primitives(lua_State *L);

/// `bind(name [, shown [, writes]])`: pushes the function that performs the effect `name`, is called `shown` in errors, and whose arguments
/// count as output where it `writes`. Raises. Stack: +1.
int lh_bind(lua_State *L);

/// Pushes `file:line` of the innermost frame that is script code, not prelude (whose chunk names start with '='); else the place where
/// the fiber was started, or "". Raises. Stack: +1.
void lh_push_place(lua_State *L);

/// Raises `message`, the string on top, at the script's own line, whatever prelude frames lie between. Never returns.
int lh_raise(lua_State *L);

/// Raises the stop on `L`, again at its every instruction from now on, so that a pcall which caught one gains nothing.
int lh_raise_stop(lua_State *L);

/// Notes the line of the script that `L` is at as the place of its stop; the first one stays. Raises nothing.
void lh_note_stop(lua_State *L);

/// The same for a place that is known already.
void lh_note_stop_at(lh_host *host, const char place[LH_PLACE_SIZE]);

/// Writes `file:line` of the innermost frame of the script's code, or nothing; takes no memory of Lua's. Safe in a signal handler.
void lh_write_place(lua_State *L, char place[LH_PLACE_SIZE]);

/// Wraps the function on top in one that runs it as the script's main chunk. Raises. Stack: 0.
void lh_protect_main(lua_State *L);

/// Whether this is the main chunk's message handler.
bool lh_is_main_handler(lua_CFunction function);

/// Appends the string at `index`, cut where it is too long to be read. Raises.
void lh_append_bounded(lua_State *L, lh_buffer *buffer, int index);

/// Counts an entry into Lua, or a return from it.
void lh_stop_flag_turn(lh_stop_flag *flag);

/// Whether the stop flag is up.
bool lh_is_stopped(const lh_host *host);

/// Encodes the value at `index` (absolute) into `buffer`; `what` names it in errors. Raises. Stack: 0.
void lh_encode(lua_State *L, int index, const char *what, lh_buffer *buffer);

/// Decodes one value from `*bytes`, moves past it and pushes it. Raises on damage. Stack: +1.
void lh_decode(lua_State *L, lh_bytes *bytes);

/// Makes room for the stack of a fresh thread; false when there is no memory. Raises nothing.
bool lh_reserve_stack(lua_State *thread, bool is_main);

/// Whether a fresh block of this size is a stack that would move where Lua does not survive it.
bool lh_is_unsafe_growth(lh_host *host, size_t size);

/// What an error of this status really is, when it is such a denial; else NULL. To be asked for every error that is caught, and once.
const char *lh_take_denial(lh_host *host, int status);

/// Says that from now on `L` runs, before it does, and makes it look at the flag if there is reason to.
void lh_switch(lh_host *host, lua_State *L);

/// Makes the running thread look at the flag before its next instruction. Safe in a signal handler and in the allocator.
void lh_demand_look(lh_host *host);

/// Raises the uncatchable cancellation of the running fiber. Never returns.
int lh_raise_cancelled(lua_State *L);

/// Says that this thread runs the host's Lua code from now on, or no longer does.
void lh_enter(lh_host *host);
void lh_leave(lh_host *host);

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the codec copies numbers as they lie in memory");

/// Whether this request for memory is one that the fail point denies; counts it.
bool lh_is_denied_on_purpose(lh_host *host);

/// Appends, or raises "not enough memory".
void lh_append(lua_State *L, lh_buffer *buffer, const void *data, size_t count);

#endif
