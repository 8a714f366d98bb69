// Runs Lua until it comes to rest, and reports to Swift how it did. Everything that may raise runs
// under lua_pcall or lua_resume.
#include <string.h>

#include "../codec/codec.h"
#include "../fibers/fibers.h"
#include "../sandbox/sandbox.h"
#include "../stop/stop.h"
#include "primitives.h"

/// Checks until the __tostring of an error is given up: a million instructions.
enum { CHECKS_TO_DESCRIBE = 4000 };

/// The arguments of a protected C function, passed by address.
typedef struct chunk {
  lh_bytes name, text, argument;
} chunk;

static void push_bytes(lua_State *L, lh_bytes bytes) {
  lua_pushlstring(L, (const char *)bytes.data, bytes.count);
}

/// Puts the error at 1 into the host's buffer as text.
static int describe_error(lua_State *L) {
  lh_host *host = lh_host_of(L);
  bool has_text = lua_isstring(L, 1) || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL;
  if (has_text) {
    luaL_tolstring(L, 1, NULL);
  } else {
    lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
  }
  lh_append_bounded(L, &host->message, -1);
  return 0;
}

static bool is_stop(lua_State *L) { return lua_touserdata(L, -1) == (const void *)&lh_stop_token; }

/// Turns the error object on top of the main thread into a step, and empties that thread.
static lh_step describe(lh_host *host) {
  lua_State *L = host->main;
  lh_buffer_clear(&host->message);
  lh_step step = {.status = is_stop(L) ? LH_STOPPED : LH_FAILED};
  lua_pushcfunction(L, describe_error);
  lua_insert(L, -2);
  bool was_stopped = lh_is_stopped(host);
  host->checks_left = CHECKS_TO_DESCRIBE;
  lh_switch_thread(host, L);
  bool failed = step.status == LH_FAILED && lua_pcall(L, 1, 0, 0) != LUA_OK;
  host->checks_left = 0;
  if (failed) {
    static const char fallback[] = "an error that could not be described";
    // A __tostring may pass a limit of the script too. CHECKS_TO_DESCRIBE is no such limit.
    if (was_stopped || lh_stop_flag_reason(host->flag) > LH_ASKED) step.status = LH_STOPPED;
    step.message = (lh_bytes){.data = (const uint8_t *)fallback, .count = sizeof fallback - 1};
  } else {
    step.message = lh_buffer_bytes(&host->message);
  }
  lua_settop(L, 0);
  return step;
}

/// The same for the error on top of a fiber, with its traceback.
static lh_step fail(lh_host *host, lua_State *fiber) {
  lua_settop(host->main, 0);
  lua_xmove(fiber, host->main, 1);
  lh_step step = describe(host);
  step.traceback = lh_buffer_bytes(&host->traceback);
  return step;
}

/// Calls `function` on the main thread with `context` as its one argument.
static lh_step protect(lh_host *host, lua_CFunction function, void *context) {
  lua_settop(host->main, 0);
  lua_pushcfunction(host->main, function);
  lua_pushlightuserdata(host->main, context);
  if (lua_pcall(host->main, 1, 0, 0) != LUA_OK) return describe(host);
  return (lh_step){.status = LH_FINISHED};
}

static void compile(lua_State *L, const chunk *c) {
  push_bytes(L, c->name);
  const char *name = lua_tostring(L, -1);
  if (luaL_loadbufferx(L, (const char *)c->text.data, c->text.count, name, "t") != LUA_OK) {
    lua_error(L);
  }
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
  lua_State *fiber = lh_host_of(L)->fibers[LH_MAIN_FIBER].thread;
  if (!fiber || lua_status(fiber) != LUA_OK || lua_gettop(fiber) != 0 ||
      !lua_checkstack(fiber, 1)) {
    return luaL_error(L, "a state runs one script");
  }
  compile(L, lua_touserdata(L, 1));
  lh_wrap_main_chunk(L);
  lua_xmove(L, fiber, 1);
  return 0;
}

static int echo(lua_State *L) {
  lh_host *host = lh_host_of(L);
  lh_decode(L, lua_touserdata(L, 1));
  lh_buffer_clear(&host->arguments);
  lh_encode(L, lua_gettop(L), "value", &host->arguments);
  return 0;
}

static int append_dump(lua_State *L, const void *data, size_t count, void *context) {
  lh_append(L, context, data, count);
  return 0;
}

static int dump(lua_State *L) {
  lh_host *host = lh_host_of(L);
  compile(L, lua_touserdata(L, 1));
  lh_buffer_clear(&host->arguments);
  lua_dump(L, append_dump, &host->arguments, false);
  return 0;
}

lh_step lh_dump(lh_host *host, lh_bytes name, lh_bytes text) {
  chunk c = {.name = name, .text = text};
  lh_step step = protect(host, dump, &c);
  if (step.status == LH_FINISHED) step.arguments = lh_buffer_bytes(&host->arguments);
  return step;
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

/// What the fiber's yield means: an effect, a wait for another fiber, or an error of the script.
static lh_step step_of_yield(lh_host *host, lh_fiber_state *fiber, bool is_ours) {
  bool is_parked = fiber->activity == LH_AWAITS_WAKE || fiber->activity == LH_WOKEN;
  if (is_ours && is_parked) return (lh_step){.status = LH_PARKED};
  if (!is_ours || fiber->activity != LH_AWAITS_REPLY) {
    static const char message[] = "the script yielded outside a coroutine";
    return (lh_step){
        .status = LH_FAILED,
        .message = {.data = (const uint8_t *)message, .count = sizeof message - 1},
    };
  }
  return (lh_step){
      .status = LH_EFFECT,
      .name = lh_buffer_bytes(&host->name),
      .arguments = lh_buffer_bytes(&host->arguments),
      .where = lh_buffer_bytes(&host->where),
  };
}

static lh_step resume(lh_host *host, lh_fiber number, lh_bytes reply) {
  lua_State *thread = host->fibers[number].thread;
  lh_switch_thread(host, thread);
  if (lh_is_stopped(host)) return (lh_step){.status = LH_STOPPED};
  lh_clear_taken_output(host);
  host->current = number;
  host->fibers[number].activity = LH_RUNNING;
  host->reply = reply;
  int results = 0;
  int status = lua_resume(thread, host->main, 0, &results);
  lh_switch_thread(host, host->main);
  host->reply = (lh_bytes){0};
  if (status == LUA_ERRMEM) lh_stop_flag_raise(host->flag, LH_MEMORY);
  if (status > LUA_YIELD && lh_is_stopped(host)) return (lh_step){.status = LH_STOPPED};
  if (status > LUA_YIELD) return fail(host, thread);
  bool is_ours = status == LUA_YIELD && results == 1 &&
                 lua_touserdata(thread, -1) == (const void *)&lh_yield_token;
  lua_pop(thread, results);
  if (is_ours && host->fibers[number].activity == LH_WOKEN) lh_enqueue(host, number);
  if (status == LUA_YIELD) return step_of_yield(host, &host->fibers[number], is_ours);
  if (number != LH_MAIN_FIBER) lh_end_fiber(host, number);
  return (lh_step){.status = LH_FINISHED};
}

lh_step lh_resume(lh_host *host, lh_fiber fiber, lh_bytes reply) {
  // Lua is not left between one fiber and the next ready one.
  if (lh_stop_flag_turns(host->flag) % 2 == 0) lh_stop_flag_turn(host->flag);
  lh_enter(host);
  lh_step step = resume(host, fiber, reply);
  lh_leave(host);
  bool branch_ended = step.status == LH_FINISHED && fiber != LH_MAIN_FIBER;
  bool continues = host->first_ready != LH_NO_FIBER && (step.status == LH_PARKED || branch_ended);
  if (!continues) lh_stop_flag_turn(host->flag);
  if (step.status == LH_STOPPED) {
    // If no line of the script was running, the place is the line that the fiber, or else the main
    // chunk, waits at.
    if (host->fibers[fiber].thread) lh_note_stop(host->fibers[fiber].thread);
    lh_note_stop(host->fibers[LH_MAIN_FIBER].thread);
    const char *place = lh_stop_flag_place(host->flag);
    step.where = (lh_bytes){.data = (const uint8_t *)place, .count = strlen(place)};
  }
  return step;
}
