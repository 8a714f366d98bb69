// What only the files of this folder share.
#ifndef LH_STOP_INTERNAL_H
#define LH_STOP_INTERNAL_H

#include "stop.h"

/// Makes the running thread check the flag before its next instruction. Safe in a signal handler
/// and in the allocator.
void lh_set_hook(lh_host *host);

/// Whether a new block of this size is a stack that would move while Lua does not survive the move.
bool lh_is_unsafe_growth(lh_host *host, size_t size);

#endif
