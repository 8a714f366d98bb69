// A backtracking matcher of Lua patterns. Lua's own cannot be interrupted, and some patterns would
// take it centuries.
#include "pattern.h"

#include <ctype.h>
#include <string.h>

#include "../stop/stop.h"

enum {
  DEEPEST = 200,          ///< As in Lua: a pattern that nests deeper is too complex.
  STEPS_PER_CHECK = 256,  ///< Between two checks of the stop flag.
};

lh_matcher lh_make_matcher(lua_State *L, const char *subject, size_t length,
                           const char *pattern_end) {
  return (lh_matcher){
      .L = L, .subject = subject, .subject_end = subject + length, .pattern_end = pattern_end};
}

static void count_step(lh_matcher *m) {
  if (++m->steps < STEPS_PER_CHECK) return;
  m->steps = 0;
  lh_check_stop(m->L);
}

const char *lh_item_end(lh_matcher *m, const char *p) {
  const char *const end = m->pattern_end;
  char first = *p++;
  if (first == '%') {
    if (p == end) luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
  }
  if (first != '[') return p;
  if (p < end && *p == '^') p++;
  // A ']' that comes first stands for itself.
  do {
    if (p == end) luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p++ == '%') {
      if (p == end) luaL_error(m->L, "malformed pattern (missing ']')");
      p++;
    }
  } while (p == end || *p != ']');
  return p + 1;
}

static bool is_in_class(unsigned char c, char class) {
  bool is_in;
  switch (tolower((unsigned char)class)) {
    case 'a': is_in = isalpha(c); break;
    case 'c': is_in = iscntrl(c); break;
    case 'd': is_in = isdigit(c); break;
    case 'g': is_in = isgraph(c); break;
    case 'l': is_in = islower(c); break;
    case 'p': is_in = ispunct(c); break;
    case 's': is_in = isspace(c); break;
    case 'u': is_in = isupper(c); break;
    case 'w': is_in = isalnum(c); break;
    case 'x': is_in = isxdigit(c); break;
    default: return (unsigned char)class == c;
  }
  return isupper((unsigned char)class) ? !is_in : is_in;
}

/// Whether `c` is in the set between `[` at `p` and `]` at `last`.
static bool is_in_set(unsigned char c, const char *p, const char *last) {
  bool wanted = true;
  if (p[1] == '^') {
    wanted = false;
    p++;
  }
  while (++p < last) {
    if (*p == '%') {
      if (is_in_class(c, *++p)) return wanted;
    } else if (p[1] == '-' && p + 2 < last) {
      if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2]) return wanted;
      p += 2;
    } else if ((unsigned char)*p == c) {
      return wanted;
    }
  }
  return !wanted;
}

/// Whether the character at `s` fits the item from `p` to `end`.
static bool fits(lh_matcher *m, const char *s, const char *p, const char *end) {
  if (s >= m->subject_end) return false;
  unsigned char c = (unsigned char)*s;
  switch (*p) {
    case '.': return true;
    case '%': return is_in_class(c, p[1]);
    case '[':
      // A set takes more steps the longer it is.
      m->steps += (unsigned)((end - p) / 16);
      return is_in_set(c, p, end - 1);
    default: return (unsigned char)*p == c;
  }
}

const char *lh_match_balance(lh_matcher *m, const char *s, const char *p) {
  if (m->pattern_end - p < 2) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->subject_end || *s != p[0]) return NULL;
  int open = 1;
  while (++s < m->subject_end) {
    count_step(m);
    if (*s == p[1]) {
      if (--open == 0) return s + 1;
    } else if (*s == p[0]) {
      open++;
    }
  }
  return NULL;
}

bool lh_is_frontier(lh_matcher *m, const char *s, const char *p, const char **after) {
  if (p >= m->pattern_end || *p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  *after = lh_item_end(m, p);
  unsigned char before = s == m->subject ? '\0' : (unsigned char)s[-1];
  unsigned char here = s == m->subject_end ? '\0' : (unsigned char)*s;
  return !is_in_set(before, p, *after - 1) && is_in_set(here, p, *after - 1);
}

/// `%1` to `%9`: the text of a capture, once more.
static const char *match_again(lh_matcher *m, const char *s, char digit) {
  int index = digit - '1';
  if (index < 0 || index >= m->captures || m->capture[index].length == LH_CAPTURE_OPEN) {
    luaL_error(m->L, "invalid capture index %%%d", index + 1);
  }
  size_t length = (size_t)m->capture[index].length;
  if ((size_t)(m->subject_end - s) < length || memcmp(m->capture[index].start, s, length) != 0)
    return NULL;
  return s + length;
}

static const char *open_capture(lh_matcher *m, const char *s, const char *p, ptrdiff_t kind) {
  if (m->captures >= LH_MOST_CAPTURES) luaL_error(m->L, "too many captures");
  m->capture[m->captures].start = s;
  m->capture[m->captures].length = kind;
  m->captures++;
  const char *end = lh_match(m, s, p);
  if (!end) m->captures--;
  return end;
}

static const char *close_capture(lh_matcher *m, const char *s, const char *p) {
  int index = m->captures;
  while (--index >= 0 && m->capture[index].length != LH_CAPTURE_OPEN) continue;
  if (index < 0) luaL_error(m->L, "invalid pattern capture");
  m->capture[index].length = s - m->capture[index].start;
  const char *end = lh_match(m, s, p);
  if (!end) m->capture[index].length = LH_CAPTURE_OPEN;
  return end;
}

/// Takes as many of the item as there are, then fewer until the rest matches.
static const char *match_most(lh_matcher *m, const char *s, const char *p, const char *after) {
  ptrdiff_t count = 0;
  while (fits(m, s + count, p, after)) {
    count++;
    count_step(m);
  }
  for (; count >= 0; count--) {
    const char *end = lh_match(m, s + count, after + 1);
    if (end) return end;
  }
  return NULL;
}

/// Takes as few of the item as possible until the rest matches.
static const char *match_least(lh_matcher *m, const char *s, const char *p, const char *after) {
  for (;;) {
    const char *end = lh_match(m, s, after + 1);
    if (end || !fits(m, s, p, after)) return end;
    s++;
  }
}

static const char *match_here(lh_matcher *m, const char *s, const char *p) {
  while (p < m->pattern_end) {
    count_step(m);
    const char *after;
    bool has_next = p + 1 < m->pattern_end;
    if (*p == '(') {
      bool is_position = has_next && p[1] == ')';
      return is_position ? open_capture(m, s, p + 2, LH_CAPTURE_POSITION)
                         : open_capture(m, s, p + 1, LH_CAPTURE_OPEN);
    }
    if (*p == ')') return close_capture(m, s, p + 1);
    if (*p == '$' && !has_next) return s == m->subject_end ? s : NULL;
    if (*p == '%' && has_next && p[1] == 'b') {
      s = lh_match_balance(m, s, p + 2);
      if (!s) return NULL;
      p += 4;
      continue;
    }
    if (*p == '%' && has_next && p[1] == 'f') {
      if (!lh_is_frontier(m, s, p + 2, &after)) return NULL;
      p = after;
      continue;
    }
    if (*p == '%' && has_next && isdigit((unsigned char)p[1])) {
      s = match_again(m, s, p[1]);
      if (!s) return NULL;
      p += 2;
      continue;
    }
    after = lh_item_end(m, p);
    switch (after < m->pattern_end ? *after : '\0') {
      case '*': return match_most(m, s, p, after);
      case '+': return fits(m, s, p, after) ? match_most(m, s + 1, p, after) : NULL;
      case '-': return match_least(m, s, p, after);
      case '?': {
        const char *end = fits(m, s, p, after) ? lh_match(m, s + 1, after + 1) : NULL;
        if (end) return end;
        p = after + 1;
        break;
      }
      default:
        if (!fits(m, s, p, after)) return NULL;
        s++;
        p = after;
    }
  }
  return s;
}

const char *lh_match(lh_matcher *m, const char *s, const char *pattern) {
  if (m->depth == DEEPEST) luaL_error(m->L, "pattern too complex");
  m->depth++;
  const char *end = match_here(m, s, pattern);
  m->depth--;
  return end;
}

void lh_push_capture(lh_matcher *m, int index, const char *start, const char *end) {
  if (index >= m->captures) {
    if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
    lua_pushlstring(m->L, start, (size_t)(end - start));
  } else if (m->capture[index].length == LH_CAPTURE_POSITION) {
    lua_pushinteger(m->L, m->capture[index].start - m->subject + 1);
  } else {
    if (m->capture[index].length == LH_CAPTURE_OPEN) luaL_error(m->L, "unfinished capture");
    lua_pushlstring(m->L, m->capture[index].start, (size_t)m->capture[index].length);
  }
}

int lh_push_captures(lh_matcher *m, const char *start, const char *end, bool whole) {
  int count = m->captures == 0 && whole ? 1 : m->captures;
  luaL_checkstack(m->L, count, "too many captures");
  for (int index = 0; index < count; index++) lh_push_capture(m, index, start, end);
  return count;
}
