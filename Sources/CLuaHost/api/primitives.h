#ifndef LH_PRIMITIVES_H
#define LH_PRIMITIVES_H

#include "../state/state.h"

/// Pushes the one table of primitives that every chunk of the prelude receives, and may add to.
/// Raises. Stack: +1.
void lh_push_primitives(lua_State *L);

#endif
