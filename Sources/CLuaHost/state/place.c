// Where the script is: `file:line` of its innermost frame, for errors, effects and stops.
#include <string.h>

#include "state.h"

void lh_push_place(lua_State *L) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.source[0] == '@' && frame.currentline > 0) {
      lua_pushfstring(L, "%s:%d", frame.source + 1, frame.currentline);
      return;
    }
  }
  if (lh_host_of(L)->fiber_count > 0) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, lh_place_key(lh_current_fiber(L))) == LUA_TSTRING) return;
    lua_pop(L, 1);
  }
  lua_pushliteral(L, "");
}

int lh_raise(lua_State *L) {
  luaL_checkstack(L, 4, NULL);
  lh_push_place(L);
  if (lua_rawlen(L, -1) > 0) {
    lua_pushliteral(L, ": ");
    lua_pushvalue(L, -3);
    lua_concat(L, 3);
  } else {
    lua_pop(L, 1);
  }
  return lua_error(L);
}

void lh_write_place(lua_State *L, char place[LH_PLACE_SIZE]) {
  enum { DEEPEST = 100, DIGITS = 12 };
  lua_Debug frame;
  place[0] = '\0';
  for (int level = 0; level < DEEPEST && lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.source[0] != '@' || frame.currentline <= 0) continue;
    size_t length = strnlen(frame.source + 1, LH_PLACE_SIZE - DIGITS);
    memcpy(place, frame.source + 1, length);
    char digits[DIGITS];
    int count = 0;
    for (int rest = frame.currentline; rest > 0; rest /= 10)
      digits[count++] = (char)('0' + rest % 10);
    place[length++] = ':';
    while (count > 0) place[length++] = digits[--count];
    place[length] = '\0';
    return;
  }
}
