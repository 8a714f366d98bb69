// A backtracking matcher of Lua patterns. Lua's own cannot be interrupted, and some patterns take longer than the universe has.
#include "pattern.h"

#include <ctype.h>
#include <string.h>

#include "../internal.h"

enum {
  DEEPEST = 200,          ///< As in Lua: beyond it a pattern is too complex.
  STEPS_TO_A_LOOK = 256,  ///< Between two looks at the stop flag.
};

lh_matcher lh_make_matcher(lua_State *L, const char *subject, size_t length, const char *pattern_end) {
  return (lh_matcher){.L = L, .subject = subject, .subject_end = subject + length, .pattern_end = pattern_end};
}

static void tick(lh_matcher *m) {
  if (++m->steps < STEPS_TO_A_LOOK) return;
  m->steps = 0;
  lh_check_stop(m->L);
}

/// Where the single-character item at `p` ends: a character, `%x`, or a set.
static const char *item_end(lh_matcher *m, const char *p) {
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
      // A set is as many steps as it is long, roughly.
      m->steps += (unsigned)((end - p) / 16);
      return is_in_set(c, p, end - 1);
    default: return (unsigned char)*p == c;
  }
}

/// `%bxy` with `x` and `y` at `p`.
static const char *match_balance(lh_matcher *m, const char *s, const char *p) {
  if (m->pattern_end - p < 2) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->subject_end || *s != p[0]) return NULL;
  int open = 1;
  while (++s < m->subject_end) {
    tick(m);
    if (*s == p[1]) {
      if (--open == 0) return s + 1;
    } else if (*s == p[0]) {
      open++;
    }
  }
  return NULL;
}

/// `%f[set]` with the set at `p`; `*after` is where the set ends.
static bool is_frontier(lh_matcher *m, const char *s, const char *p, const char **after) {
  if (p >= m->pattern_end || *p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  *after = item_end(m, p);
  unsigned char before = s == m->subject ? '\0' : (unsigned char)s[-1];
  unsigned char here = s == m->subject_end ? '\0' : (unsigned char)*s;
  return !is_in_set(before, p, *after - 1) && is_in_set(here, p, *after - 1);
}

/// `%1` to `%9`: what was captured, once more.
static const char *match_again(lh_matcher *m, const char *s, char digit) {
  int index = digit - '1';
  if (index < 0 || index >= m->captures || m->capture[index].length == LH_CAPTURE_OPEN) {
    luaL_error(m->L, "invalid capture index %%%d", index + 1);
  }
  size_t length = (size_t)m->capture[index].length;
  if ((size_t)(m->subject_end - s) < length || memcmp(m->capture[index].start, s, length) != 0) return NULL;
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

/// As many of the item as there are, then fewer until the rest matches.
static const char *match_most(lh_matcher *m, const char *s, const char *p, const char *after) {
  ptrdiff_t count = 0;
  while (fits(m, s + count, p, after)) {
    count++;
    tick(m);
  }
  for (; count >= 0; count--) {
    const char *end = lh_match(m, s + count, after + 1);
    if (end) return end;
  }
  return NULL;
}

/// As few of the item as it takes until the rest matches.
static const char *match_least(lh_matcher *m, const char *s, const char *p, const char *after) {
  for (;;) {
    const char *end = lh_match(m, s, after + 1);
    if (end || !fits(m, s, p, after)) return end;
    s++;
  }
}

static const char *match_here(lh_matcher *m, const char *s, const char *p) {
  while (p < m->pattern_end) {
    tick(m);
    const char *after;
    bool has_next = p + 1 < m->pattern_end;
    if (*p == '(') return has_next && p[1] == ')' ? open_capture(m, s, p + 2, LH_CAPTURE_POSITION) : open_capture(m, s, p + 1, LH_CAPTURE_OPEN);
    if (*p == ')') return close_capture(m, s, p + 1);
    if (*p == '$' && !has_next) return s == m->subject_end ? s : NULL;
    if (*p == '%' && has_next && p[1] == 'b') {
      s = match_balance(m, s, p + 2);
      if (!s) return NULL;
      p += 4;
      continue;
    }
    if (*p == '%' && has_next && p[1] == 'f') {
      if (!is_frontier(m, s, p + 2, &after)) return NULL;
      p = after;
      continue;
    }
    if (*p == '%' && has_next && isdigit((unsigned char)p[1])) {
      s = match_again(m, s, p[1]);
      if (!s) return NULL;
      p += 2;
      continue;
    }
    after = item_end(m, p);
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

/// Walks a whole pattern without a subject, for what matching would raise once it got there.
static int walk_pattern(lua_State *L) {
  size_t length;
  const char *p = luaL_checklstring(L, 1, &length);
  lh_matcher m = lh_make_matcher(L, "", 0, p + length);
  bool is_open[LH_MOST_CAPTURES];
  if (p < m.pattern_end && *p == '^') p++;
  while (p < m.pattern_end) {
    bool has_next = p + 1 < m.pattern_end;
    if (*p == '(') {
      if (m.captures == LH_MOST_CAPTURES) return luaL_error(L, "too many captures");
      is_open[m.captures++] = !(has_next && p[1] == ')');
      p += is_open[m.captures - 1] ? 1 : 2;
    } else if (*p == ')') {
      int index = m.captures;
      while (--index >= 0 && !is_open[index]) continue;
      if (index < 0) return luaL_error(L, "invalid pattern capture");
      is_open[index] = false;
      p++;
    } else if (*p == '%' && has_next && p[1] == 'b') {
      match_balance(&m, "", p + 2);
      p += 4;
    } else if (*p == '%' && has_next && p[1] == 'f') {
      is_frontier(&m, m.subject, p + 2, &p);
    } else if (*p == '%' && has_next && isdigit((unsigned char)p[1])) {
      int index = p[1] - '1';
      if (index < 0 || index >= m.captures || is_open[index]) return luaL_error(L, "invalid capture index %%%d", index + 1);
      p += 2;
    } else {
      p = item_end(&m, p);
      if (p < m.pattern_end && strchr("*+-?", *p)) p++;
    }
  }
  for (int index = 0; index < m.captures; index++) {
    if (is_open[index]) return luaL_error(L, "unfinished capture");
  }
  return 0;
}

int lh_check_pattern(lua_State *L) {
  lua_settop(L, 1);
  lua_pushcfunction(L, walk_pattern);
  lua_insert(L, 1);
  bool sound = lua_pcall(L, 1, 0, 0) == LUA_OK;
  lua_pushboolean(L, sound);
  lua_insert(L, 1);
  return sound ? 1 : 2;
}
