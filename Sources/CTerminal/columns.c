#include "terminal.h"

#include <sys/ioctl.h>

// ioctl(2) takes its argument as it likes, which Swift can only say unsafely.
int terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
