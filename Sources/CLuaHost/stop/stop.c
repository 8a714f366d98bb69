// How a script is stopped. A count hook would make each of its instructions slower by a fifth and more, so none is set until there is reason
// to look: whoever raises the flag signals the thread that runs Lua, and the signal's handler sets the hook, as the stand-alone interpreter
// does for an interrupt. From there on the stop is raised again wherever it is caught.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../internal.h"

const char lh_stop_token = 0, lh_cancel_token = 0;

/// Says nothing by default, is not used for anything else here, and Go's runtime made it the one that a thread is interrupted by.
enum { INTERRUPT = SIGURG };

/// Instructions between two looks, where looks are counted.
enum { LOOK_INTERVAL = 250 };

/// The thread sanitizer holds signals back until the thread calls something that it intercepts, which a loop in Lua does not.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define LOOKS_ALWAYS true
#endif
#endif
#ifndef LOOKS_ALWAYS
#define LOOKS_ALWAYS false
#endif

/// Written once by the thread that runs Lua, for any other to read.
typedef struct noted_place {
  atomic_bool is_taken, is_there;
  char text[LH_PLACE_SIZE];
} noted_place;

struct lh_stop_flag {
  atomic_int reason;
  /// `file:line` where the script met its stop, and where it was interrupted: known first, and exact only in a call of C.
  noted_place met, interrupted;
  atomic_int thread;  ///< The kernel's number of the thread that runs Lua; 0 while none does.
  _Atomic(uint64_t) turns;
};

#define OF_THE_THREAD static _Thread_local __attribute__((tls_model("initial-exec")))
OF_THE_THREAD lh_host *volatile entered;
OF_THE_THREAD int own_number;

static void note_once(noted_place *noted, const char text[LH_PLACE_SIZE]) {
  if (text[0] == '\0' || atomic_exchange(&noted->is_taken, true)) return;
  memcpy(noted->text, text, sizeof noted->text);
  atomic_store(&noted->is_there, true);
}

static void interrupted(int signal) {
  (void)signal;
  lh_host *host = entered;
  if (!host) return;
  // For the watchdog, should the script be in a function that never looks.
  char place[LH_PLACE_SIZE];
  lh_write_place(host->running, place);
  note_once(&host->flag->interrupted, place);
  lh_demand_look(host);
}

static void listen(void) {
  struct sigaction action = {.sa_handler = interrupted, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(INTERRUPT, &action, NULL);
}

/// Lets the signal through to this thread: one that was started from a thread pool has all of them blocked.
static void open_ears(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, INTERRUPT);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
  own_number = (int)syscall(SYS_gettid);
}

lh_stop_flag *lh_stop_flag_new(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, listen);
  // Zeros lower it.
  return calloc(1, sizeof(lh_stop_flag));
}

void lh_stop_flag_free(lh_stop_flag *flag) { free(flag); }

void lh_stop_flag_raise(lh_stop_flag *flag, lh_reason reason) {
  int none = LH_NOT_STOPPED;
  atomic_compare_exchange_strong(&flag->reason, &none, reason);
  int thread = atomic_load(&flag->thread);
  // By number: a thread that has ended meanwhile is an error here, not undefined, and one that took its number hears nothing that concerns it.
  if (thread && thread != own_number) syscall(SYS_tgkill, getpid(), thread, INTERRUPT);
}

lh_reason lh_stop_flag_reason(const lh_stop_flag *flag) {
  return (lh_reason)atomic_load_explicit(&flag->reason, memory_order_relaxed);
}

uint64_t lh_stop_flag_turns(const lh_stop_flag *flag) { return atomic_load_explicit(&flag->turns, memory_order_relaxed); }

void lh_stop_flag_turn(lh_stop_flag *flag) { atomic_fetch_add_explicit(&flag->turns, 1, memory_order_relaxed); }

bool lh_is_stopped(const lh_host *host) { return lh_stop_flag_reason(host->flag) != LH_NOT_STOPPED; }

void lh_enter(lh_host *host) {
  if (!own_number) open_ears();
  entered = host;
  // In one order with the flag's reason: either it is seen up once Lua runs, or who raises it sees this thread.
  atomic_store(&host->flag->thread, own_number);
}

void lh_leave(lh_host *host) {
  atomic_store_explicit(&host->flag->thread, 0, memory_order_relaxed);
  entered = NULL;
}

/// The soft limit has been passed: what counts is what is left once garbage is gone.
static void weigh_memory(lua_State *L, lh_host *host) {
  host->wants_memory = false;
  lua_gc(L, LUA_GCCOLLECT);
  if (host->memory_used > host->limits.memory - host->limits.memory / 64) lh_stop_flag_raise(host->flag, LH_MEMORY);
}

void lh_check_stop(lua_State *L) {
  lh_host *host = lh_host_of(L);
  // An error's own __tostring has no more time than this; the script is over, so that the flag may end it.
  if (host->ticks_left > 0 && --host->ticks_left == 0) lh_stop_flag_raise(host->flag, LH_ASKED);
  if (host->wants_memory && !lh_is_stopped(host)) weigh_memory(L, host);
  if (lh_is_stopped(host)) lh_raise_stop(L);
}

/// The outermost function of a fiber is the scope's, which has to see its end.
static bool is_outermost(lua_State *L, const lh_fiber_state *fiber) {
  lua_Debug frame;
  return L == fiber->thread && !lua_getstack(L, 1, &frame);
}

/// The hook. It is gone before the flag is read: a flag that is raised in between sets it again.
static void look(lua_State *L, lua_Debug *event) {
  (void)event;
  lh_fiber_state *fiber = lh_current_fiber(L);
  bool is_counted = LOOKS_ALWAYS || lh_host_of(L)->ticks_left > 0;
  if (fiber->insists) {
    lua_sethook(L, look, LUA_MASKCOUNT, 1);
  } else {
    lua_sethook(L, is_counted ? look : NULL, is_counted ? LUA_MASKCOUNT : 0, is_counted ? LOOK_INTERVAL : 0);
  }
  atomic_signal_fence(memory_order_seq_cst);
  lh_check_stop(L);
  if (fiber->insists && !is_outermost(L, fiber)) lh_raise_cancelled(L);
}

void lh_demand_look(lh_host *host) { lua_sethook(host->running, look, LUA_MASKCOUNT, 1); }

void lh_switch(lh_host *host, lua_State *L) {
  host->running = L;
  atomic_signal_fence(memory_order_seq_cst);
  if (LOOKS_ALWAYS || lh_is_stopped(host) || host->wants_memory || host->ticks_left > 0) lh_demand_look(host);
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
    for (int rest = frame.currentline; rest > 0; rest /= 10) digits[count++] = (char)('0' + rest % 10);
    place[length++] = ':';
    while (count > 0) place[length++] = digits[--count];
    place[length] = '\0';
    return;
  }
}

void lh_note_stop_at(lh_host *host, const char place[LH_PLACE_SIZE]) { note_once(&host->flag->met, place); }

void lh_note_stop(lua_State *L) {
  char place[LH_PLACE_SIZE];
  lh_write_place(L, place);
  lh_note_stop_at(lh_host_of(L), place);
}

const char *lh_stop_flag_place(const lh_stop_flag *flag) {
  if (atomic_load(&flag->met.is_there)) return flag->met.text;
  return atomic_load(&flag->interrupted.is_there) ? flag->interrupted.text : "";
}

int lh_raise_stop(lua_State *L) {
  lh_note_stop(L);
  lua_sethook(L, look, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(L, (void *)&lh_stop_token);
  return lua_error(L);
}

int lh_raise_cancelled(lua_State *L) {
  lh_current_fiber(L)->insists = true;
  lua_sethook(L, look, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(L, (void *)&lh_cancel_token);
  return lua_error(L);
}
