#include "terminal.h"

#include <sys/ioctl.h>

// ioctl(2) is variadic, so Swift could call it only unsafely.
int terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
