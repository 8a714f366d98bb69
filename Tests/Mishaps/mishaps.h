/* What the parts of the library share; see mishaps.c. */
#ifndef MISHAPS_H
#define MISHAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The longest path that is looked at. */
#define PATH_LENGTH 4096

/* What a call is to the promise that is tested. */
enum kind {
  KIND_NONE,
  KIND_OPEN,
  KIND_WRITE,
  KIND_SYNC,
  KIND_TRUNCATE,
  KIND_REMOVE,
  KIND_LOCK,
  KIND_SEND
};

/* What is to be done with a call that is about to be made. */
struct verdict {
  /* The error that it ends with, and nothing is done; 0 for none. */
  int error;
  /* Half of its bytes are written, or all of a call that has none is done, and then the process is
     killed. */
  bool half;
};

/* plan.c: counts a step and says what happens to it; does not return if the process is to be killed
   before it. */
struct verdict plan_step(enum kind kind, const char *path, const void *bytes, size_t length);
/* plan.c: by how much the wall clock is off, in seconds. */
long plan_clock(void);
/* plan.c: whether a path is of a file that is watched. */
bool plan_watches(const char *path);
/* plan.c: whether the power is to fail. */
bool plan_loses(void);
/* plan.c: ends the process at once. */
_Noreturn void plan_kill(void);

/* disk.c: looks at a file before its first change. */
void disk_meet(const char *path);
/* disk.c: notes that what the file holds now is on the disk. */
void disk_keep(const char *path);
/* disk.c: forgets a file that is gone. */
void disk_forget(const char *path);
/* disk.c: has each sector that was not synced be kept or lost, as the seed says. */
void disk_lose(unsigned long seed);

#endif
