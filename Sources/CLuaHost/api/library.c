// Which Lua library this is. The dynamic linker finds it when the process starts, so it may differ
// from the one that the build saw.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/resource.h>

#include "../state/state.h"

const char *lh_library_path(void) {
  Dl_info found;
  return dladdr((const void *)(uintptr_t)lua_newstate, &found) ? found.dli_fname : NULL;
}

void lh_forgo_core_dump(void) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

const char *lh_library_ident(void) { return lua_ident; }
