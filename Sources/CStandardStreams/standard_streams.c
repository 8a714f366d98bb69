// A parent may start us with closed standard streams, as some schedulers do. Whatever is opened next would get their numbers, and a report would
// be written into it: into a socket, into the ledger. Swift's runtime opens its own before main() begins, so this is done as the program is loaded.
#include "standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void hold_standard_streams(void) {
  // The lowest free number is given, which is the one looked at, since those below it are taken by then. Reading finds the end at once; writing
  // to standard output fails, so that what was to be written is told to be missing; what was to be told has nobody to hear it.
  if (fcntl(STDIN_FILENO, F_GETFD) == -1) open("/dev/null", O_RDONLY);
  if (fcntl(STDOUT_FILENO, F_GETFD) == -1) open("/dev/null", O_RDONLY);
  if (fcntl(STDERR_FILENO, F_GETFD) == -1) open("/dev/null", O_WRONLY);
}
