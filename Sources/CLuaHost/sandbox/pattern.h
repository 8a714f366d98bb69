// Lua patterns (manual, section 6.4.1), matched so that a stop is seen however long it takes.
#ifndef LH_PATTERN_H
#define LH_PATTERN_H

#include "../internal.h"

enum {
  LH_MOST_CAPTURES = 32,
  LH_CAPTURE_OPEN = -1,      ///< The capture has begun and not ended.
  LH_CAPTURE_POSITION = -2,  ///< `()`: the capture is a position.
};

/// One match of a pattern in progress.
typedef struct lh_matcher {
  lua_State *L;
  const char *subject, *subject_end, *pattern_end;
  int depth;       ///< Nested calls.
  unsigned steps;  ///< Since the last look at the stop flag.
  int captures;
  struct {
    const char *start;
    ptrdiff_t length;
  } capture[LH_MOST_CAPTURES];
} lh_matcher;

lh_matcher lh_make_matcher(lua_State *L, const char *subject, size_t length, const char *pattern_end);

/// Matches `pattern` at `s` and returns where the match ends, or NULL. Raises what Lua raises for a malformed pattern, and the stop.
const char *lh_match(lh_matcher *m, const char *s, const char *pattern);

/// Pushes capture `index` (from 0); index 0 of a pattern without captures is the whole match. Raises. Stack: +1.
void lh_push_capture(lh_matcher *m, int index, const char *start, const char *end);

/// Pushes all captures; without any, the whole match where `whole` is set. Raises. Returns how many.
int lh_push_captures(lh_matcher *m, const char *start, const char *end, bool whole);

#endif
