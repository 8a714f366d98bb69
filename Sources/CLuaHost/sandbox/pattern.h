// Lua patterns (manual, section 6.4.1). The matcher checks the stop flag even if a match takes
// long.
#ifndef LH_PATTERN_H
#define LH_PATTERN_H

#include "../state/state.h"

enum {
  LH_MOST_CAPTURES = 32,
  LH_CAPTURE_OPEN = -1,      ///< The capture has begun and has not ended.
  LH_CAPTURE_POSITION = -2,  ///< `()`: the capture is a position.
};

/// One match of a pattern in progress.
typedef struct lh_matcher {
  lua_State *L;
  const char *subject, *subject_end, *pattern_end;
  int depth;       ///< Nested calls.
  unsigned steps;  ///< Since the last check of the stop flag.
  int captures;
  struct {
    const char *start;
    ptrdiff_t length;
  } capture[LH_MOST_CAPTURES];
} lh_matcher;

lh_matcher lh_make_matcher(lua_State *L, const char *subject, size_t length,
                           const char *pattern_end);

/// Matches `pattern` at `s` and returns where the match ends, or NULL. Raises what Lua raises for a
/// malformed pattern, and the stop.
const char *lh_match(lh_matcher *m, const char *s, const char *pattern);

/// Pushes capture `index` (from 0). If the pattern has no captures, index 0 is the whole match.
/// Raises. Stack: +1.
void lh_push_capture(lh_matcher *m, int index, const char *start, const char *end);

/// Pushes all captures. If there are none and `whole` is set, pushes the whole match. Returns how
/// many values it has pushed. Raises.
int lh_push_captures(lh_matcher *m, const char *start, const char *end, bool whole);

/// Where the single-character item at `p` ends: a character, `%x`, or a set. Raises if the item is
/// malformed.
const char *lh_item_end(lh_matcher *m, const char *p);

/// Matches `%bxy`, with `x` and `y` at `p`, at `s`. Returns where the match ends, or NULL. Raises.
const char *lh_match_balance(lh_matcher *m, const char *s, const char *p);

/// Whether `%f[set]`, with the set at `p`, matches at `s`. Stores where the set ends in `*after`.
/// Raises.
bool lh_is_frontier(lh_matcher *m, const char *s, const char *p, const char **after);

#endif
