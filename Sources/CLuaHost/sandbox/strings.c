// The functions of `string` that Lua cannot interrupt: those that match patterns, and rep. These
// behave like Lua's own (manual, section 6.4), and check the stop flag even if they take long.
#define _GNU_SOURCE  // memmem
#include <string.h>

#include "../stop/stop.h"
#include "internal.h"
#include "pattern.h"

/// The position that an optional argument names, from 0; beyond the end if nothing can be found.
static size_t start_of(lua_State *L, int argument, size_t length) {
  lua_Integer position = luaL_optinteger(L, argument, 1);
  if (position > 0) return (size_t)position - 1;
  if (position == 0 || position < -(lua_Integer)length) return 0;
  return length + (size_t)position;
}

static bool has_specials(const char *pattern, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (strchr("^$*+?.([%-", pattern[i]) && pattern[i]) return true;
  }
  return false;
}

static int find_plainly(lua_State *L, const char *subject, size_t length, size_t start,
                        const char *wanted, size_t wanted_length) {
  const char *found = memmem(subject + start, length - start, wanted, wanted_length);
  if (!found) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, found - subject + 1);
  lua_pushinteger(L, found - subject + (lua_Integer)wanted_length);
  return 2;
}

static int find_or_match(lua_State *L, bool finds) {
  size_t length, pattern_length;
  const char *subject = luaL_checklstring(L, 1, &length);
  const char *pattern = luaL_checklstring(L, 2, &pattern_length);
  size_t start = start_of(L, 3, length);
  if (start > length) {
    lua_pushnil(L);
    return 1;
  }
  if (finds && (lua_toboolean(L, 4) || !has_specials(pattern, pattern_length))) {
    return find_plainly(L, subject, length, start, pattern, pattern_length);
  }
  bool is_anchored = pattern_length > 0 && *pattern == '^';
  lh_matcher m = lh_make_matcher(L, subject, length, pattern + pattern_length);
  for (const char *s = subject + start; s <= m.subject_end; s++) {
    m.captures = 0;
    const char *end = lh_match(&m, s, pattern + is_anchored);
    if (end) {
      if (!finds) return lh_push_captures(&m, s, end, true);
      lua_pushinteger(L, s - subject + 1);
      lua_pushinteger(L, end - subject);
      return 2 + lh_push_captures(&m, NULL, NULL, false);
    }
    if (is_anchored) break;
  }
  lua_pushnil(L);
  return 1;
}

static int find(lua_State *L) { return find_or_match(L, true); }

static int match(lua_State *L) { return find_or_match(L, false); }

/// One step of gmatch. Upvalues: subject, pattern, where to look next, where the last match ended
/// (-1: nowhere).
static int match_next(lua_State *L) {
  lh_check_stop(L);
  size_t length, pattern_length;
  const char *subject = lua_tolstring(L, lua_upvalueindex(1), &length);
  const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
  lua_Integer next = lua_tointeger(L, lua_upvalueindex(3)),
              last = lua_tointeger(L, lua_upvalueindex(4));
  lh_matcher m = lh_make_matcher(L, subject, length, pattern + pattern_length);
  if (next > (lua_Integer)length) return 0;
  for (const char *s = subject + next; s <= m.subject_end; s++) {
    m.captures = 0;
    const char *end = lh_match(&m, s, pattern);
    // An empty match where the last one ended belongs to that one.
    if (!end || end - subject == last) continue;
    lua_pushinteger(L, end - subject);
    lua_pushvalue(L, -1);
    lua_replace(L, lua_upvalueindex(3));
    lua_replace(L, lua_upvalueindex(4));
    return lh_push_captures(&m, s, end, true);
  }
  lua_pushinteger(L, (lua_Integer)length + 1);
  lua_replace(L, lua_upvalueindex(3));
  return 0;
}

static int gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t start = start_of(L, 3, length);
  lua_settop(L, 2);
  lua_pushinteger(L, (lua_Integer)(start > length ? length + 1 : start));
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, match_next, 4);
  return 1;
}

/// Adds the replacement text, with `%0` to `%9` and `%%` filled in.
static void add_text(lh_matcher *m, luaL_Buffer *result, const char *start, const char *end) {
  lua_State *L = m->L;
  size_t length;
  const char *text = lua_tolstring(L, 3, &length);
  for (size_t i = 0; i < length; i++) {
    if (text[i] != '%') {
      luaL_addchar(result, text[i]);
      continue;
    }
    char what = ++i < length ? text[i] : '\0';
    if (what == '%') {
      luaL_addchar(result, '%');
    } else if (what == '0') {
      luaL_addlstring(result, start, (size_t)(end - start));
    } else if (what >= '1' && what <= '9') {
      int index = what - '1';
      if (index >= m->captures && index != 0)
        luaL_error(L, "invalid capture index %%%d", index + 1);
      lh_push_capture(m, index, start, end);
      luaL_tolstring(L, -1, NULL);
      lua_remove(L, -2);
      luaL_addvalue(result);
    } else {
      luaL_error(L, "invalid use of '%%' in replacement string");
    }
  }
}

/// Adds what replaces a match.
static void add_replacement(lh_matcher *m, luaL_Buffer *result, const char *start, const char *end,
                            int kind) {
  lua_State *L = m->L;
  if (kind == LUA_TSTRING || kind == LUA_TNUMBER) {
    add_text(m, result, start, end);
    return;
  }
  if (kind == LUA_TTABLE) {
    lh_push_capture(m, 0, start, end);
    lua_gettable(L, 3);
  } else {
    lua_pushvalue(L, 3);
    lua_call(L, lh_push_captures(m, start, end, true), 1);
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(result, start, (size_t)(end - start));
  } else if (lua_isstring(L, -1)) {
    luaL_addvalue(result);
  } else {
    luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  }
}

static int gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *subject = luaL_checklstring(L, 1, &length);
  const char *pattern = luaL_checklstring(L, 2, &pattern_length);
  int kind = lua_type(L, 3);
  bool fits =
      kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TFUNCTION || kind == LUA_TTABLE;
  luaL_argexpected(L, fits, 3, "string/function/table");
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1);
  bool is_anchored = pattern_length > 0 && *pattern == '^';
  lh_matcher m = lh_make_matcher(L, subject, length, pattern + pattern_length);
  lua_Integer count = 0;
  const char *s = subject, *last = NULL;
  luaL_Buffer result;
  luaL_buffinit(L, &result);
  while (count < most) {
    m.captures = 0;
    const char *end = lh_match(&m, s, pattern + is_anchored);
    if (end && end != last) {
      count++;
      add_replacement(&m, &result, s, end, kind);
      s = last = end;
    } else if (s < m.subject_end) {
      luaL_addchar(&result, *s);
      s++;
    } else {
      break;
    }
    if (is_anchored) break;
  }
  luaL_addlstring(&result, s, (size_t)(m.subject_end - s));
  luaL_pushresult(&result);
  lua_pushinteger(L, count);
  return 2;
}

/// `string.rep(s, n [, sep])`
static int rep(lua_State *L) {
  size_t length, separator_length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer count = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &separator_length);
  // Lua's own rep would repeat the empty string `count` times.
  if (count <= 0 || length + separator_length == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  size_t each = length + separator_length;
  if (each < length || each > (size_t)PTRDIFF_MAX / (size_t)count) {
    return luaL_error(L, "resulting string too large");
  }
  // The hook counts instructions, and a few of these take long if each fills megabytes.
  lh_check_stop(L);
  size_t total = (size_t)count * length + (size_t)(count - 1) * separator_length;
  if (total >= lh_host_of(L)->limits.memory) {
    lua_pushliteral(L, "not enough memory");
    return lua_error(L);
  }
  luaL_Buffer result;
  char *room = luaL_buffinitsize(L, &result, total);
  memcpy(room, text, length);
  if (count > 1) memcpy(room + length, separator, separator_length);
  // Copies what is there behind itself, twice as much each time.
  for (size_t filled = count > 1 ? each : length; filled < total;) {
    size_t more = filled < total - filled ? filled : total - filled;
    memcpy(room + filled, room, more);
    filled += more;
  }
  luaL_pushresultsize(&result, total);
  return 1;
}

void lh_open_strings(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"find", find}, {"match", match}, {"gmatch", gmatch},
      {"gsub", gsub}, {"rep", rep},     {NULL, NULL},
  };
  lua_getglobal(L, LUA_STRLIBNAME);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
