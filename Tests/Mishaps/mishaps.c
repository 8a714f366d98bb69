/*
 * A library that is preloaded into the program under test. It stands between the program and the C
 * library in the calls that matter to a crash: those that open a file to write, write, sync, cut or
 * remove it, take the lock, or send. Each such call is a step, and plan.c says what happens at it.
 *
 * The calls below go to the kernel themselves: what they replace is not there to be asked.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "mishaps.h"

/* Held from a step's count to the end of its call, so that nothing is written or sent while the
   power fails. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void path_of(int file, char path[PATH_LENGTH]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_LENGTH - 1);
  path[length < 0 ? 0 : length] = '\0';
}

static enum kind kind_of(int file, enum kind kind, char path[PATH_LENGTH]) {
  int error = errno;
  path_of(file, path);
  errno = error;
  if (kind == KIND_WRITE && strncmp(path, "socket:", 7) == 0) return KIND_SEND;
  return plan_watches(path) ? kind : KIND_NONE;
}

/* The part of a call that is made before a kill. */
static size_t part(struct verdict verdict, size_t length) {
  return verdict.half ? length / 2 : length;
}

/* One call that writes: at an offset, or without one. */
static ssize_t put(int file, const void *bytes, size_t length, long number, off_t offset) {
  char path[PATH_LENGTH];
  enum kind kind = kind_of(file, KIND_WRITE, path);
  if (kind == KIND_NONE) return syscall(number, file, bytes, length, offset);
  pthread_mutex_lock(&turn);
  if (kind == KIND_WRITE) disk_meet(path);
  struct verdict verdict = plan_step(kind, path, bytes, length);
  ssize_t result = -1;
  if (verdict.error == 0) result = syscall(number, file, bytes, part(verdict, length), offset);
  if (verdict.half) plan_kill();
  int error = verdict.error != 0 ? verdict.error : errno;
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

ssize_t write(int file, const void *bytes, size_t length) {
  return put(file, bytes, length, SYS_write, 0);
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  return put(file, bytes, length, SYS_pwrite64, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  return put(file, bytes, length, SYS_pwrite64, offset);
}

/* Several pieces at once are sent one after the other: a kill may come between them. */
ssize_t writev(int file, const struct iovec *pieces, int count) {
  ssize_t total = 0;
  for (int index = 0; index < count; index++) {
    if (pieces[index].iov_len == 0) continue;
    ssize_t sent = write(file, pieces[index].iov_base, pieces[index].iov_len);
    if (sent < 0) return total > 0 ? total : sent;
    total += sent;
    if ((size_t)sent < pieces[index].iov_len) break;
  }
  return total;
}

static ssize_t deliver(
    int file, const void *bytes, size_t length, long number, long argument, int flags) {
  pthread_mutex_lock(&turn);
  struct verdict verdict = plan_step(KIND_SEND, "", bytes, length);
  if (verdict.half) plan_kill();
  ssize_t result = number == SYS_sendmsg ? syscall(number, file, argument, flags)
                                         : syscall(number, file, bytes, length, flags, NULL, 0);
  int error = errno;
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

ssize_t send(int file, const void *bytes, size_t length, int flags) {
  return deliver(file, bytes, length, SYS_sendto, 0, flags);
}
ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
  struct iovec first = {NULL, 0};
  if (message->msg_iovlen > 0) first = message->msg_iov[0];
  return deliver(file, first.iov_base, first.iov_len, SYS_sendmsg, (long)message, flags);
}

/* A call on a file that has no bytes. */
static int change(int file, enum kind kind, long number, long argument) {
  char path[PATH_LENGTH];
  if (kind_of(file, kind, path) == KIND_NONE) return (int)syscall(number, file, argument);
  pthread_mutex_lock(&turn);
  disk_meet(path);
  struct verdict verdict = plan_step(kind, path, NULL, 0);
  int result = -1;
  if (verdict.error == 0) result = (int)syscall(number, file, argument);
  int error = verdict.error != 0 ? verdict.error : errno;
  if (result == 0 && kind == KIND_SYNC) disk_keep(path);
  if (verdict.half) plan_kill();
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

int fsync(int file) { return change(file, KIND_SYNC, SYS_fsync, 0); }
int fdatasync(int file) { return change(file, KIND_SYNC, SYS_fdatasync, 0); }
int ftruncate(int file, off_t length) { return change(file, KIND_TRUNCATE, SYS_ftruncate, length); }
int ftruncate64(int file, off64_t length) {
  return change(file, KIND_TRUNCATE, SYS_ftruncate, length);
}
int flock(int file, int operation) { return change(file, KIND_LOCK, SYS_flock, operation); }

/* A file is made, or opened to be changed. */
static int open_at(int folder, const char *path, int flags, mode_t mode) {
  bool is_watched = (flags & O_ACCMODE) != O_RDONLY && plan_watches(path);
  if (!is_watched) return (int)syscall(SYS_openat, folder, path, flags, mode);
  pthread_mutex_lock(&turn);
  struct verdict verdict = plan_step(KIND_OPEN, path, NULL, 0);
  int result = -1;
  if (verdict.error == 0) result = (int)syscall(SYS_openat, folder, path, flags, mode);
  if (verdict.half) plan_kill();
  int error = verdict.error != 0 ? verdict.error : errno;
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

static mode_t mode_in(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name, ...)                    \
  va_list arguments;                       \
  va_start(arguments, flags);              \
  mode_t mode = mode_in(flags, arguments); \
  va_end(arguments);                       \
  return open_at(name, __VA_ARGS__, mode)

int open(const char *path, int flags, ...) { OPEN(AT_FDCWD, path, flags); }
int open64(const char *path, int flags, ...) { OPEN(AT_FDCWD, path, flags); }
int openat(int folder, const char *path, int flags, ...) { OPEN(folder, path, flags); }

/* A file that goes, or takes the place of another one. */
static int move(const char *from, const char *to) {
  bool is_watched = plan_watches(from);
  pthread_mutex_lock(&turn);
  struct verdict verdict = {0, false};
  if (is_watched) verdict = plan_step(KIND_REMOVE, from, NULL, 0);
  int result = -1;
  if (verdict.error == 0)
    result = (int)(to == NULL ? syscall(SYS_unlinkat, AT_FDCWD, from, 0)
                              : syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
  int error = verdict.error != 0 ? verdict.error : errno;
  if (is_watched && result == 0) disk_forget(from);
  if (to != NULL && result == 0) disk_forget(to);
  if (verdict.half) plan_kill();
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

int unlink(const char *path) { return move(path, NULL); }
int rename(const char *from, const char *to) { return move(from, to); }

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = (int)syscall(SYS_clock_gettime, clock, time);
  bool is_wall_clock = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (result == 0 && is_wall_clock) time->tv_sec += plan_clock();
  return result;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}
time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place != NULL) *place = now.tv_sec;
  return now.tv_sec;
}
