// Some schedulers start a program with closed standard streams. The next files that it opens get
// the numbers of these streams, and its report is written into one of them: into a socket, into the
// ledger. Swift's runtime opens files before main() begins, so this runs while the program is
// loaded.
#include "standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void hold_standard_streams(void) {
  // open() returns the lowest free number. The numbers below are taken by then, so this is the
  // number that was found closed. A read ends at once. A write to standard output fails, so that
  // the program reports the loss; a write to standard error is dropped, since nobody reads it.
  if (fcntl(STDIN_FILENO, F_GETFD) == -1) open("/dev/null", O_RDONLY);
  if (fcntl(STDOUT_FILENO, F_GETFD) == -1) open("/dev/null", O_RDONLY);
  if (fcntl(STDERR_FILENO, F_GETFD) == -1) open("/dev/null", O_WRONLY);
}
