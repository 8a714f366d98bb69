/*
 * What is to go wrong, and when: read once from the environment.
 *
 *   MISHAP_FOLDER=PATH   the files below it are watched, and every socket
 *   MISHAP_TRACE=FILE    takes a line for each step: its number, the call, what it is about
 *   MISHAP=PLAN          one of
 *     kill:N                      the process is killed before its N-th step
 *     half:N                      the same once half of that step's bytes are written, or once the
 *                                 step is done if it has none
 *     lose:N:SEED                 the power fails before the N-th step: what was not synced may be
 *                                 lost, sector by sector
 *     fail:CALL:FROM:TO:ERROR     the FROM-th to the TO-th call of a kind (open, write, sync,
 *                                 truncate, remove, lock) end with an error number
 *     jump:N:SECONDS              from the N-th step on the wall clock is off by so much; with
 *                                 N = 0 from the start
 *
 * Steps are counted over all threads of the process. strace(1) counts those of each thread, so that
 * a thread that makes few calls hides behind one that makes many, and it needs ptrace(2).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mishaps.h"

enum mishap { MISHAP_NONE, MISHAP_KILL, MISHAP_HALF, MISHAP_LOSE, MISHAP_FAIL, MISHAP_JUMP };

static const char *const kind_names[] = {
    "none", "open", "write", "sync", "truncate", "remove", "lock", "send",
};
enum { KIND_COUNT = sizeof kind_names / sizeof *kind_names };

static struct {
  enum mishap mishap;
  long step;
  unsigned long seed;
  enum kind kind;
  long from, to, error;
  long seconds;
  char folder[PATH_LENGTH];
  int trace;
} plan = {.trace = -1};

static long steps;
static long calls[KIND_COUNT];
static atomic_bool jumped;

static enum kind kind_named(const char *name) {
  for (int kind = 0; kind < KIND_COUNT; kind++)
    if (strcmp(kind_names[kind], name) == 0) return (enum kind)kind;
  return KIND_NONE;
}

static void read_plan(const char *text) {
  char name[16];
  if (sscanf(text, "kill:%ld", &plan.step) == 1) plan.mishap = MISHAP_KILL;
  else if (sscanf(text, "half:%ld", &plan.step) == 1) plan.mishap = MISHAP_HALF;
  else if (sscanf(text, "lose:%ld:%lu", &plan.step, &plan.seed) == 2) plan.mishap = MISHAP_LOSE;
  else if (sscanf(text, "jump:%ld:%ld", &plan.step, &plan.seconds) == 2) {
    plan.mishap = MISHAP_JUMP;
    atomic_store(&jumped, plan.step == 0);
  } else if (
      sscanf(text, "fail:%15[a-z]:%ld:%ld:%ld", name, &plan.from, &plan.to, &plan.error) == 4) {
    plan.mishap = MISHAP_FAIL;
    plan.kind = kind_named(name);
  } else {
    dprintf(STDERR_FILENO, "mishaps: '%s' is no plan\n", text);
    _exit(64);
  }
}

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("MISHAP_FOLDER");
  const char *trace = getenv("MISHAP_TRACE");
  const char *text = getenv("MISHAP");
  if (folder != NULL) snprintf(plan.folder, sizeof plan.folder, "%s/", folder);
  if (trace != NULL) {
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
    plan.trace = (int)syscall(SYS_openat, AT_FDCWD, trace, flags, 0600);
  }
  if (text != NULL) read_plan(text);
}

bool plan_watches(const char *path) {
  size_t length = strlen(plan.folder);
  if (length == 0) return false;
  bool is_folder = strlen(path) == length - 1 && strncmp(path, plan.folder, length - 1) == 0;
  return is_folder || strncmp(path, plan.folder, length) == 0;
}

bool plan_loses(void) { return plan.mishap == MISHAP_LOSE; }

_Noreturn void plan_kill(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

/* A send shows its first word, which is the method of a request. */
static void trace(enum kind kind, const char *path, const void *bytes, size_t length) {
  if (plan.trace < 0) return;
  const char *about = strrchr(path, '/');
  about = about == NULL ? path : about + 1;
  int shown = (int)strlen(about);
  if (kind == KIND_SEND && bytes != NULL) {
    about = bytes;
    int limit = length < 8 ? (int)length : 8;
    shown = 0;
    while (shown < limit && about[shown] >= 'A' && about[shown] <= 'Z') shown++;
  }
  char line[320];
  if (shown > 255) shown = 255;
  int size = snprintf(line, sizeof line, "%ld %s %.*s\n", steps, kind_names[kind], shown, about);
  syscall(SYS_write, plan.trace, line, (size_t)size);
}

struct verdict plan_step(enum kind kind, const char *path, const void *bytes, size_t length) {
  struct verdict verdict = {0, false};
  steps++;
  calls[kind]++;
  trace(kind, path, bytes, length);
  bool is_due = steps == plan.step;
  switch (plan.mishap) {
  case MISHAP_KILL:
    if (is_due) plan_kill();
    break;
  case MISHAP_HALF: verdict.half = is_due; break;
  case MISHAP_LOSE:
    if (is_due) {
      disk_lose(plan.seed);
      plan_kill();
    }
    break;
  case MISHAP_FAIL:
    if (kind == plan.kind && calls[kind] >= plan.from && calls[kind] <= plan.to)
      verdict.error = (int)plan.error;
    break;
  case MISHAP_JUMP:
    if (is_due) atomic_store(&jumped, true);
    break;
  case MISHAP_NONE: break;
  }
  return verdict;
}

long plan_clock(void) { return atomic_load(&jumped) ? plan.seconds : 0; }
