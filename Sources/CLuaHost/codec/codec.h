// Lua values as bytes, and back. include/value_tags.h has the form.
#ifndef LH_CODEC_H
#define LH_CODEC_H

#include "../state/state.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "the codec copies numbers as they lie in memory");

/// Stack slots that decoding may need: a table, a key and a value for each level.
enum { LH_DECODE_SLOTS = 3 * LH_MAX_DEPTH };

/// The registry's key for the metatable that marks a table as an array.
extern const char lh_array_metatable;

/// Encodes the value at `index` (absolute) into `buffer`; errors call it `what`. Raises. Stack: 0.
void lh_encode(lua_State *L, int index, const char *what, lh_buffer *buffer);

/// Decodes one value from `*bytes`, moves past it and pushes it. Raises if the bytes are damaged.
/// Stack: +1.
void lh_decode(lua_State *L, lh_bytes *bytes);

#endif
