// How a script is stopped or cancelled, and how much memory it may have.
#ifndef LH_STOP_H
#define LH_STOP_H

#include "../state/state.h"

/// The errors, light userdata of these addresses, that a stop and a cancellation raise.
extern const char lh_stop_token, lh_cancel_token;

/// Whether the stop flag is raised.
bool lh_is_stopped(const lh_host *host);

/// Raises if the stop flag is raised. Counts one check while an error is being described.
void lh_check_stop(lua_State *L);

/// Raises if the stop flag is raised or the running fiber is cancelled.
void lh_check_stop_and_cancel(lua_State *L);

/// Raises the stop on `L`, and has the hook raise it again at every instruction from then on, so
/// that a pcall which catches it gains nothing. Never returns.
int lh_raise_stop(lua_State *L);

/// Raises the stop or the uncatchable cancellation again, outside the coroutine that it ended.
/// Never returns.
int lh_reraise(lua_State *L);

/// Notes the line of the script that `L` is at as the place of its stop. The first place stays.
/// Raises nothing.
void lh_note_stop(lua_State *L);

/// The same for a place that is known already.
void lh_note_stop_at(lh_host *host, const char place[LH_PLACE_SIZE]);

/// Counts an entry into Lua, or a return from it.
void lh_stop_flag_turn(lh_stop_flag *flag);

/// Declares that this thread runs the host's Lua code from now on, or that it no longer does.
void lh_enter(lh_host *host);
void lh_leave(lh_host *host);

/// Declares that `L` is about to run, and sets its hook if there is a reason to check.
void lh_switch_thread(lh_host *host, lua_State *L);

/// Lua's allocator (lua_Alloc); `context` is the host. The limit is soft: the script stops at the
/// next check after memory has passed it.
void *lh_allocate(void *context, void *block, size_t old_size, size_t new_size);

/// Whether the fail point denies this request for memory, which it counts.
bool lh_fail_point_denies(lh_host *host);

/// Appends, or raises "not enough memory".
void lh_append(lua_State *L, lh_buffer *buffer, const void *data, size_t count);

/// Appends the string at `index`, cut if it is too long to be read by a person. Raises.
void lh_append_bounded(lua_State *L, lh_buffer *buffer, int index);

/// Makes room for the stack of a new thread. Returns false if there is no memory. Raises nothing.
bool lh_reserve_stack(lua_State *thread, bool is_main);

/// What an error of this status really is, if a stack's growth was denied; else NULL. The caller
/// asks once for every error that it catches.
const char *lh_take_denial(lh_host *host, int status);

#endif
