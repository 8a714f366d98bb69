// Lua threads that wait for the host or for each other, and what they ask the host for.
#ifndef LH_FIBERS_H
#define LH_FIBERS_H

#include "../state/state.h"

/// What a fiber yields, light userdata of this address, when it waits.
extern const char lh_yield_token;

/// Makes a fiber with an empty thread, started at the place on top, a string. Raises. Stack: -1.
lh_fiber lh_new_fiber(lua_State *L);

/// Frees the fiber's number, and leaves its thread to the collector. Raises nothing.
void lh_end_fiber(lh_host *host, lh_fiber fiber);

/// Puts a fiber at the end of the queue, unless it is in the queue. Raises nothing.
void lh_enqueue(lh_host *host, lh_fiber fiber);

/// Adds the primitives for fibers to the table on top. Raises. Stack: 0.
void lh_add_fiber_primitives(lua_State *L);

/// Adds the primitives for the script's coroutines to the table on top. Raises. Stack: 0.
void lh_add_coroutine_primitives(lua_State *L);

/// `bind(name [, shown [, writes]])`: pushes the function that performs the effect `name`. Errors
/// call it `shown`; if it `writes`, its arguments count as output. Raises. Stack: +1.
int lh_bind(lua_State *L);

#endif
