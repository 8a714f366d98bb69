// The functions of `table` that Lua cannot interrupt: a table may report any length, and a range
// may cover all integers. These behave like Lua's own (manual, section 6.6), metamethods included,
// and check the stop flag even if they take long.
#include <limits.h>
#include <string.h>

#include "../stop/stop.h"
#include "internal.h"

enum { STEPS_PER_CHECK = 256 };

/// Counts a step of a loop that runs no Lua code, and checks the stop flag now and then.
static void count_step(lua_State *L, unsigned *steps) {
  if (++*steps < STEPS_PER_CHECK) return;
  *steps = 0;
  lh_check_stop(L);
}

/// The length of the table at `index`, as its metamethod reports it.
static lua_Integer check_length(lua_State *L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  return luaL_len(L, index);
}

/// `table.move(a, from, to, at [, into])`
static int move(lua_State *L) {
  lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3),
              at = luaL_checkinteger(L, 4);
  int into = lua_isnoneornil(L, 5) ? 1 : 5;
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, into, LUA_TTABLE);
  if (to >= from) {
    luaL_argcheck(L, from > 0 || to < LUA_MAXINTEGER + from, 3, "too many elements to move");
    lua_Integer last = to - from;
    luaL_argcheck(L, at <= LUA_MAXINTEGER - last, 4, "destination wrap around");
    bool upwards = at > to || at <= from || (into != 1 && !lua_compare(L, 1, into, LUA_OPEQ));
    unsigned steps = 0;
    for (lua_Integer i = 0; i <= last; i++) {
      lua_Integer offset = upwards ? i : last - i;
      lua_geti(L, 1, from + offset);
      lua_seti(L, into, at + offset);
      count_step(L, &steps);
    }
  }
  lua_pushvalue(L, into);
  return 1;
}

/// `table.insert(list, [position,] value)`
static int insert(lua_State *L) {
  lua_Integer end = (lua_Integer)((lua_Unsigned)check_length(L, 1) + 1), position = end;
  unsigned steps = 0;
  if (lua_gettop(L) == 3) {
    position = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
    for (lua_Integer i = end; i > position; i--) {
      lua_geti(L, 1, i - 1);
      lua_seti(L, 1, i);
      count_step(L, &steps);
    }
  } else if (lua_gettop(L) != 2) {
    return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_seti(L, 1, position);
  return 0;
}

/// `table.remove(list [, position])`
static int remove_element(lua_State *L) {
  lua_Integer size = check_length(L, 1), position = luaL_optinteger(L, 2, size);
  bool is_in_bounds = (lua_Unsigned)position - 1u <= (lua_Unsigned)size;
  if (position != size) luaL_argcheck(L, is_in_bounds, 2, "position out of bounds");
  unsigned steps = 0;
  lua_geti(L, 1, position);
  for (; position < size; position++) {
    lua_geti(L, 1, position + 1);
    lua_seti(L, 1, position);
    count_step(L, &steps);
  }
  lua_pushnil(L);
  lua_seti(L, 1, position);
  return 1;
}

static void add_element(lua_State *L, luaL_Buffer *result, lua_Integer index) {
  lua_geti(L, 1, index);
  if (!lua_isstring(L, -1)) {
    luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
               (LUAI_UACINT)index);
  }
  luaL_addvalue(result);
}

/// `table.concat(list [, separator [, from [, to]]])`
static int concat(lua_State *L) {
  lua_Integer last = check_length(L, 1);
  size_t length;
  const char *separator = luaL_optlstring(L, 2, "", &length);
  lua_Integer index = luaL_optinteger(L, 3, 1);
  last = luaL_optinteger(L, 4, last);
  unsigned steps = 0;
  luaL_Buffer result;
  luaL_buffinit(L, &result);
  for (; index < last; index++) {
    add_element(L, &result, index);
    luaL_addlstring(&result, separator, length);
    count_step(L, &steps);
  }
  if (index == last) add_element(L, &result, index);
  luaL_pushresult(&result);
  return 1;
}

/// Whether the value at `left` comes before the one at `right`, by the comparator at 2 or by `<`.
static bool comes_before(lua_State *L, int left, int right) {
  if (lua_isnil(L, 2)) return lua_compare(L, left, right, LUA_OPLT);
  left = lua_absindex(L, left);
  right = lua_absindex(L, right);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, left);
  lua_pushvalue(L, right);
  lua_call(L, 2, 1);
  bool before = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return before;
}

/// Moves the element at `root` down to its place in the heap of the first `count` elements. The
/// children of an element at r are at 2r and 2r + 1.
static void sift_down(lua_State *L, lua_Integer root, lua_Integer count, unsigned *steps) {
  lua_geti(L, 1, root);
  while (root <= count / 2) {
    lua_Integer child = 2 * root;
    count_step(L, steps);
    lua_geti(L, 1, child);
    if (child < count) {
      lua_geti(L, 1, child + 1);
      if (comes_before(L, -2, -1)) {
        lua_replace(L, -2);
        child++;
      } else {
        lua_pop(L, 1);
      }
    }
    if (!comes_before(L, -2, -1)) {
      lua_pop(L, 1);
      break;
    }
    lua_seti(L, 1, root);
    root = child;
  }
  lua_seti(L, 1, root);
}

/// `table.sort(list [, comparator])`, a heapsort: never worse than n log n, even with a bad order
/// or comparator.
static int sort(lua_State *L) {
  lua_Integer count = check_length(L, 1);
  if (count < 2) return 0;
  luaL_argcheck(L, count < INT_MAX, 1, "array too big");
  if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  luaL_checkstack(L, 8, NULL);
  unsigned steps = 0;
  for (lua_Integer root = count / 2; root >= 1; root--) sift_down(L, root, count, &steps);
  for (lua_Integer last = count; last > 1; last--) {
    lua_geti(L, 1, 1);
    lua_geti(L, 1, last);
    lua_seti(L, 1, 1);
    lua_seti(L, 1, last);
    sift_down(L, 1, last - 1, &steps);
  }
  return 0;
}

void lh_open_tables(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"move", move},     {"insert", insert}, {"remove", remove_element},
      {"concat", concat}, {"sort", sort},     {NULL, NULL},
  };
  lua_getglobal(L, LUA_TABLIBNAME);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
