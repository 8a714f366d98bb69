#include "buffer.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256, KEPT_CAPACITY = 1 << 20 };

bool lh_buffer_append(lh_buffer *buffer, const void *data, size_t count) {
  if (count > SIZE_MAX / 2 - buffer->count) return false;
  size_t needed = buffer->count + count;
  if (needed > buffer->capacity) {
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed) capacity *= 2;
    uint8_t *grown = realloc(buffer->data, capacity);
    if (!grown) return false;
    buffer->data = grown;
    buffer->capacity = capacity;
  }
  if (count) memcpy(buffer->data + buffer->count, data, count);
  buffer->count = needed;
  return true;
}

void lh_buffer_clear(lh_buffer *buffer) {
  if (buffer->capacity > KEPT_CAPACITY) lh_buffer_free(buffer);
  buffer->count = 0;
}

void lh_buffer_free(lh_buffer *buffer) {
  free(buffer->data);
  *buffer = (lh_buffer){0};
}
