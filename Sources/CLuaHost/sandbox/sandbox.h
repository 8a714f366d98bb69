// What a script may see and do in Lua, without what it asks the host for.
#ifndef LH_SANDBOX_H
#define LH_SANDBOX_H

#include "../state/state.h"

/// The registry's key for the metatable of error tables.
extern const char lh_error_metatable;

/// Opens the libraries that a script may see, and what replaces the rest. Raises. Stack: 0.
void lh_open_sandbox(lua_State *L);

/// Wraps the function on top in one that runs it as the script's main chunk. Raises. Stack: 0.
void lh_wrap_main_chunk(lua_State *L);

/// Counts what the script writes, and raises the stop if that is more than it may. Stack: 0.
void lh_charge_output(lua_State *L, size_t count);

/// Empties the buffer of what the script has printed, if Swift has taken it. Raises nothing.
void lh_clear_taken_output(lh_host *host);

/// `check_pattern(pattern)`: whether a pattern is well formed, and if not, what is wrong with it.
/// Raises nothing else. Stack: +1 or +2.
int lh_check_pattern(lua_State *L);

/// Adds the primitives that note tracebacks to the table on top. Raises. Stack: 0.
void lh_add_trace_primitives(lua_State *L);

#endif
