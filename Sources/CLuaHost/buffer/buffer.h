// A growable run of bytes outside Lua's heap. Its owner keeps it, so an error that Lua raises while
// the buffer is filled leaks nothing.
#ifndef LH_BUFFER_H
#define LH_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lua_host.h"

typedef struct lh_buffer {
  uint8_t *data;
  size_t count;
  size_t capacity;
} lh_buffer;

/// Appends. Returns false, and leaves the buffer as it was, if there is no memory.
bool lh_buffer_append(lh_buffer *buffer, const void *data, size_t count);

/// Empties the buffer, and frees its memory if that is more than a megabyte.
void lh_buffer_clear(lh_buffer *buffer);

void lh_buffer_free(lh_buffer *buffer);

static inline lh_bytes lh_buffer_bytes(const lh_buffer *buffer) {
  return (lh_bytes){.data = buffer->data, .count = buffer->count};
}

#endif
