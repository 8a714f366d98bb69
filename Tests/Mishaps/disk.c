/*
 * A disk that forgets: of each watched file, what it held when it was last synced, so that a
 * failure of the power can be played.
 *
 * Of what was written since, any set of sectors may have reached the disk. A file that was made,
 * renamed or removed is taken to stay so.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mishaps.h"

enum { SECTOR = 512, FILE_COUNT = 32 };

struct image {
  char *bytes;
  size_t size;
};

/* What is known to be on the disk. */
static struct {
  char path[PATH_LENGTH];
  struct image kept;
} files[FILE_COUNT];

static struct image read_image(const char *path) {
  struct image image = {NULL, 0};
  struct stat status;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return image;
  if (fstat(file, &status) == 0 && (image.bytes = malloc((size_t)status.st_size + 1)) != NULL) {
    ssize_t size = pread(file, image.bytes, (size_t)status.st_size, 0);
    image.size = size < 0 ? 0 : (size_t)size;
  }
  /* The descriptor is left open: closing it would drop SQLite's locks, which belong to the process,
     and the process is a short one. */
  return image;
}

/* The memory that connections share is no disk's, and every process makes it anew. */
static bool is_memory(const char *path) {
  size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

static int place_of(const char *path) {
  int place = -1;
  for (int index = FILE_COUNT - 1; index >= 0; index--) {
    if (strcmp(files[index].path, path) == 0) return index;
    if (files[index].path[0] == '\0') place = index;
  }
  return place;
}

static void note(const char *path, bool is_known) {
  if (!plan_loses()) return;
  int place = place_of(path);
  if (place < 0 || is_memory(path) || (is_known && files[place].path[0] != '\0')) return;
  free(files[place].kept.bytes);
  snprintf(files[place].path, PATH_LENGTH, "%s", path);
  files[place].kept = read_image(path);
}

void disk_meet(const char *path) { note(path, true); }

void disk_keep(const char *path) { note(path, false); }

void disk_forget(const char *path) {
  int place = place_of(path);
  if (place < 0) return;
  free(files[place].kept.bytes);
  files[place].path[0] = '\0';
  files[place].kept = (struct image){NULL, 0};
}

static unsigned long next(unsigned long *state) {
  unsigned long mixed = *state += 0x9E3779B97F4A7C15ul;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ul;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul;
  return mixed ^ (mixed >> 31);
}

/* The part of an image that a sector shows; what is beyond its end is zero. */
static void copy_sector(char *sector, struct image image, size_t offset) {
  memset(sector, 0, SECTOR);
  if (offset >= image.size) return;
  size_t length = image.size - offset < SECTOR ? image.size - offset : SECTOR;
  memcpy(sector, image.bytes + offset, length);
}

/* With `odds` of 8: how many sectors of eight are lost; all or none are the likeliest to show a
   missing sync. */
static void lose(const char *path, struct image kept, unsigned long *state) {
  static const unsigned odds[] = {8, 8, 0, 4, 1, 7};
  struct image now = read_image(path);
  unsigned lost = odds[next(state) % (sizeof odds / sizeof *odds)];
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  size_t size = kept.size;
  size_t end = now.size > kept.size ? now.size : kept.size;
  bool is_cut = now.size < kept.size && next(state) % 8 >= lost;
  for (size_t offset = 0; offset < end; offset += SECTOR) {
    char new[SECTOR], old[SECTOR];
    copy_sector(new, now, offset);
    copy_sector(old, kept, offset);
    bool is_new = offset < now.size && next(state) % 8 >= lost;
    if (is_new && offset + SECTOR > size && now.size > size)
      size = offset + SECTOR < now.size ? offset + SECTOR : now.size;
    syscall(SYS_pwrite64, file, is_new ? new : old, SECTOR, (off_t)offset);
  }
  syscall(SYS_ftruncate, file, (off_t)(is_cut ? now.size : size));
}

void disk_lose(unsigned long seed) {
  unsigned long state = seed;
  for (int index = 0; index < FILE_COUNT; index++)
    if (files[index].path[0] != '\0') lose(files[index].path, files[index].kept, &state);
}
