// Running Lua until it comes to rest, and telling Swift how it did. Whatever may raise runs under lua_pcall or lua_resume.
#include <string.h>

#include "internal.h"

enum { MESSAGE_LIMIT = 64 * 1024 };

/// The arguments of a protected C function, passed by address.
typedef struct chunk {
  lh_bytes name, text, argument;
} chunk;

static void push_bytes(lua_State *L, lh_bytes bytes) { lua_pushlstring(L, (const char *)bytes.data, bytes.count); }

static void append_bounded(lua_State *L, lh_buffer *buffer, const char *text, size_t length) {
  lh_append(L, buffer, text, length < MESSAGE_LIMIT ? length : MESSAGE_LIMIT);
}

/// Puts the error at 1 and the frames of the thread at 2 into the host's buffers as text.
static int describe_failure(lua_State *L) {
  lh_host *host = lh_host_of(L);
  bool speaks = lua_type(L, 1) == LUA_TSTRING || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL;
  if (speaks) {
    size_t length;
    const char *text = luaL_tolstring(L, 1, &length);
    append_bounded(L, &host->message, text, length);
  } else {
    const char *text = lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
    append_bounded(L, &host->message, text, strlen(text));
  }
  luaL_traceback(L, (lua_State *)lua_touserdata(L, 2), NULL, 0);
  size_t length;
  const char *frames = lua_tolstring(L, -1, &length);
  append_bounded(L, &host->traceback, frames, length);
  return 0;
}

/// Turns the error object on top of `thread` into a step.
static lh_step fail(lh_host *host, lua_State *thread) {
  if (lua_touserdata(thread, -1) == (const void *)&lh_stop_token) return (lh_step){.status = LH_STOPPED};
  lua_State *L = host->main;
  lh_buffer_clear(&host->message);
  lh_buffer_clear(&host->traceback);
  lua_settop(L, thread == L ? lua_gettop(L) : 0);
  lua_pushcfunction(L, describe_failure);
  if (thread == L) {
    lua_insert(L, -2);
  } else {
    lua_xmove(thread, L, 1);
  }
  lua_pushlightuserdata(L, thread);
  lh_step step = {.status = LH_FAILED};
  if (lua_pcall(L, 2, 0, 0) == LUA_OK) {
    step.message = lh_buffer_bytes(&host->message);
    step.traceback = lh_buffer_bytes(&host->traceback);
  } else {
    static const char fallback[] = "an error that could not be described";
    step.message = (lh_bytes){.data = (const uint8_t *)fallback, .count = sizeof fallback - 1};
  }
  lua_settop(L, 0);
  return step;
}

/// Calls `function` on the main thread with `context` as its one argument.
static lh_step protect(lh_host *host, lua_CFunction function, void *context) {
  lua_settop(host->main, 0);
  lua_pushcfunction(host->main, function);
  lua_pushlightuserdata(host->main, context);
  if (lua_pcall(host->main, 1, 0, 0) != LUA_OK) return fail(host, host->main);
  return (lh_step){.status = LH_FINISHED};
}

static void compile(lua_State *L, const chunk *c) {
  push_bytes(L, c->name);
  const char *name = lua_tostring(L, -1);
  if (luaL_loadbufferx(L, (const char *)c->text.data, c->text.count, name, "t") != LUA_OK) lua_error(L);
}

static int run_prelude(lua_State *L) {
  chunk *c = lua_touserdata(L, 1);
  compile(L, c);
  lh_push_primitives(L);
  lh_decode(L, &c->argument);
  lua_call(L, 2, 0);
  return 0;
}

static int load_script(lua_State *L) {
  compile(L, lua_touserdata(L, 1));
  lua_xmove(L, lh_host_of(L)->fiber, 1);
  return 0;
}

static int echo(lua_State *L) {
  lh_host *host = lh_host_of(L);
  lh_decode(L, lua_touserdata(L, 1));
  lh_buffer_clear(&host->arguments);
  lh_encode(L, lua_gettop(L), "value", &host->arguments);
  return 0;
}

lh_step lh_run_prelude(lh_host *host, lh_bytes name, lh_bytes text, lh_bytes argument) {
  chunk c = {.name = name, .text = text, .argument = argument};
  return protect(host, run_prelude, &c);
}

lh_step lh_load(lh_host *host, lh_bytes name, lh_bytes text) {
  chunk c = {.name = name, .text = text};
  return protect(host, load_script, &c);
}

lh_step lh_echo(lh_host *host, lh_bytes value) {
  lh_step step = protect(host, echo, &value);
  if (step.status == LH_FINISHED) step.arguments = lh_buffer_bytes(&host->arguments);
  return step;
}

lh_step lh_resume(lh_host *host, lh_fiber fiber, lh_bytes reply) {
  (void)fiber;
  lua_State *thread = host->fiber;
  if (host->output_taken) {
    lh_buffer_clear(&host->output);
    host->output_taken = false;
  }
  host->reply = reply;
  int results = 0;
  int status = lua_resume(thread, host->main, 0, &results);
  host->reply = (lh_bytes){0};
  if (status == LUA_OK) return (lh_step){.status = LH_FINISHED};
  if (status != LUA_YIELD) return fail(host, thread);
  lua_pop(thread, results);
  return (lh_step){
      .status = LH_EFFECT,
      .name = lh_buffer_bytes(&host->name),
      .arguments = lh_buffer_bytes(&host->arguments),
      .where = lh_buffer_bytes(&host->where),
  };
}

lh_bytes lh_take_output(lh_host *host) {
  host->output_taken = true;
  return lh_buffer_bytes(&host->output);
}
