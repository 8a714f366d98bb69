// How a script is stopped or cancelled.
//
// A count hook would make every instruction of the script slower by a fifth or more. So no hook is
// set until there is a reason to check: whoever raises the flag signals the thread that runs Lua,
// and the signal's handler sets the hook, as the stand-alone interpreter does for an interrupt.
// From then on the stop is raised again wherever a script catches it.
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

const char lh_stop_token = 0, lh_cancel_token = 0;

/// By default it does nothing, nothing else here uses it, and Go's runtime interrupts its threads
/// with the same signal.
enum { INTERRUPT = SIGURG };

/// Instructions between two calls of the hook while checks are counted.
enum { HOOK_INTERVAL = 250 };

/// The thread sanitizer holds signals back until the thread calls a function that it intercepts. A
/// loop in Lua calls none, so the hook is then always set.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HOOK_ALWAYS true
#endif
#endif
#ifndef HOOK_ALWAYS
#define HOOK_ALWAYS false
#endif

/// Written once by the thread that runs Lua, for any other thread to read.
typedef struct noted_place {
  atomic_bool is_taken, is_there;
  char text[LH_PLACE_SIZE];
} noted_place;

struct lh_stop_flag {
  atomic_int reason;
  /// `file:line` where the script met its stop, and where the signal interrupted it. The second is
  /// known first, and is exact only if the script is in a function of C.
  noted_place met, interrupted;
  atomic_int thread_id;  ///< The kernel's number of the thread that runs Lua; 0 if none does.
  _Atomic(uint64_t) turns;
};

#define THREAD_LOCAL static _Thread_local __attribute__((tls_model("initial-exec")))
THREAD_LOCAL lh_host *volatile entered_host;
THREAD_LOCAL int own_thread_id;

static void note_once(noted_place *noted, const char text[LH_PLACE_SIZE]) {
  if (text[0] == '\0' || atomic_exchange(&noted->is_taken, true)) return;
  memcpy(noted->text, text, sizeof noted->text);
  atomic_store(&noted->is_there, true);
}

static void handle_signal(int signal) {
  (void)signal;
  lh_host *host = entered_host;
  if (!host) return;
  // The watchdog reports this place if the script is in a function that never checks the flag.
  char place[LH_PLACE_SIZE];
  lh_write_place(host->running, place);
  note_once(&host->flag->interrupted, place);
  lh_set_hook(host);
}

static void install_handler(void) {
  struct sigaction action = {.sa_handler = handle_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(INTERRUPT, &action, NULL);
}

/// Unblocks the signal on this thread: a thread that a thread pool's thread has started has all
/// signals blocked.
static void unblock_signal(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, INTERRUPT);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
  own_thread_id = (int)syscall(SYS_gettid);
}

lh_stop_flag *lh_stop_flag_new(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_handler);
  // All zeros: the flag is not raised.
  return calloc(1, sizeof(lh_stop_flag));
}

void lh_stop_flag_free(lh_stop_flag *flag) { free(flag); }

void lh_stop_flag_raise(lh_stop_flag *flag, lh_reason reason) {
  int none = LH_NOT_STOPPED;
  atomic_compare_exchange_strong(&flag->reason, &none, reason);
  int thread_id = atomic_load(&flag->thread_id);
  // The signal goes to a number, not to a pthread_t: if the thread has ended meanwhile, that is an
  // error and not undefined. A new thread that has received its number finds nothing to stop.
  if (thread_id && thread_id != own_thread_id) syscall(SYS_tgkill, getpid(), thread_id, INTERRUPT);
}

lh_reason lh_stop_flag_reason(const lh_stop_flag *flag) {
  return (lh_reason)atomic_load(&flag->reason);
}

uint64_t lh_stop_flag_turns(const lh_stop_flag *flag) {
  return atomic_load_explicit(&flag->turns, memory_order_relaxed);
}

void lh_stop_flag_turn(lh_stop_flag *flag) {
  atomic_fetch_add_explicit(&flag->turns, 1, memory_order_relaxed);
}

const char *lh_stop_flag_place(const lh_stop_flag *flag) {
  if (atomic_load(&flag->met.is_there)) return flag->met.text;
  return atomic_load(&flag->interrupted.is_there) ? flag->interrupted.text : "";
}

bool lh_is_stopped(const lh_host *host) {
  return lh_stop_flag_reason(host->flag) != LH_NOT_STOPPED;
}

void lh_enter(lh_host *host) {
  if (!own_thread_id) unblock_signal();
  entered_host = host;
  // This store and the loads and stores of the reason are sequentially consistent. So either Lua's
  // next check sees the reason, or whoever raises the flag sees this thread.
  atomic_store(&host->flag->thread_id, own_thread_id);
}

void lh_leave(lh_host *host) {
  atomic_store_explicit(&host->flag->thread_id, 0, memory_order_relaxed);
  entered_host = NULL;
}

/// Collects garbage after memory has passed its soft limit, and raises the flag if that was not
/// enough.
static void check_memory(lua_State *L, lh_host *host) {
  size_t limit = host->limits.memory;
  host->passed_memory_limit = false;
  lua_gc(L, LUA_GCCOLLECT);
  if (host->memory_used > limit - limit / 64) lh_stop_flag_raise(host->flag, LH_MEMORY);
}

void lh_check_stop(lua_State *L) {
  lh_host *host = lh_host_of(L);
  // An error's own __tostring has only so much time. The script is over by then, so the flag may
  // end it.
  if (host->checks_left > 0 && --host->checks_left == 0) lh_stop_flag_raise(host->flag, LH_ASKED);
  if (host->passed_memory_limit && !lh_is_stopped(host)) check_memory(L, host);
  if (lh_is_stopped(host)) lh_raise_stop(L);
}

/// Whether `L` is in the fiber's outermost function, which is the scope's and has to see its end.
static bool is_outermost(lua_State *L, const lh_fiber_state *fiber) {
  lua_Debug frame;
  return L == fiber->thread && !lua_getstack(L, 1, &frame);
}

static int raise_cancelled(lua_State *L);

/// The hook. It removes itself before it reads the flag: if the flag is raised in between, the
/// signal's handler sets the hook again.
static void hook(lua_State *L, lua_Debug *event) {
  (void)event;
  lh_fiber_state *fiber = lh_current_fiber(L);
  bool is_counted = HOOK_ALWAYS || lh_host_of(L)->checks_left > 0;
  if (fiber->cancel_reraised) {
    lua_sethook(L, hook, LUA_MASKCOUNT, 1);
  } else if (is_counted) {
    lua_sethook(L, hook, LUA_MASKCOUNT, HOOK_INTERVAL);
  } else {
    lua_sethook(L, NULL, 0, 0);
  }
  atomic_signal_fence(memory_order_seq_cst);
  lh_check_stop(L);
  if (fiber->cancel_reraised && !is_outermost(L, fiber)) raise_cancelled(L);
}

void lh_set_hook(lh_host *host) { lua_sethook(host->running, hook, LUA_MASKCOUNT, 1); }

void lh_switch_thread(lh_host *host, lua_State *L) {
  host->running = L;
  atomic_signal_fence(memory_order_seq_cst);
  bool has_reason = lh_is_stopped(host) || host->passed_memory_limit || host->checks_left > 0;
  if (HOOK_ALWAYS || has_reason) lh_set_hook(host);
}

void lh_note_stop_at(lh_host *host, const char place[LH_PLACE_SIZE]) {
  note_once(&host->flag->met, place);
}

void lh_note_stop(lua_State *L) {
  char place[LH_PLACE_SIZE];
  lh_write_place(L, place);
  lh_note_stop_at(lh_host_of(L), place);
}

int lh_raise_stop(lua_State *L) {
  lh_note_stop(L);
  lua_sethook(L, hook, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(L, (void *)&lh_stop_token);
  return lua_error(L);
}

/// Raises the uncatchable cancellation of the running fiber. Never returns.
static int raise_cancelled(lua_State *L) {
  lh_current_fiber(L)->cancel_reraised = true;
  lua_sethook(L, hook, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(L, (void *)&lh_cancel_token);
  return lua_error(L);
}

int lh_reraise(lua_State *L) {
  return lh_is_stopped(lh_host_of(L)) ? lh_raise_stop(L) : raise_cancelled(L);
}

void lh_check_stop_and_cancel(lua_State *L) {
  lh_fiber_state *fiber = lh_current_fiber(L);
  if (lh_is_stopped(lh_host_of(L))) lh_raise_stop(L);
  if (!fiber->cancelled) return;
  if (fiber->cancel_delivered) raise_cancelled(L);
  fiber->cancel_delivered = true;
  lua_pushliteral(L, "cancelled: another branch of the scope has failed");
  lh_raise(L);
}
