// Whether a pattern is well formed, without a subject to match.
#include <ctype.h>
#include <string.h>

#include "pattern.h"
#include "sandbox.h"

/// Walks a whole pattern without a subject, and raises what matching would raise at some point.
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
      lh_match_balance(&m, "", p + 2);
      p += 4;
    } else if (*p == '%' && has_next && p[1] == 'f') {
      lh_is_frontier(&m, m.subject, p + 2, &p);
    } else if (*p == '%' && has_next && isdigit((unsigned char)p[1])) {
      int index = p[1] - '1';
      if (index < 0 || index >= m.captures || is_open[index]) {
        return luaL_error(L, "invalid capture index %%%d", index + 1);
      }
      p += 2;
    } else {
      p = lh_item_end(&m, p);
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
