// Makes Lua's jumps known to the sanitizers; dev/check --deep preloads it.
//
// Debian builds Lua with _FORTIFY_SOURCE, so that it jumps through __longjmp_chk, which the
// sanitizers do not intercept. Every yield then leaves a frame behind on the thread sanitizer's
// shadow stack. Each child task hashes that whole stack once, so that time and memory grow with the
// square of the effects, until the stack of 65,536 entries overflows: the effects seem to hang, and
// then the program crashes.
#include <setjmp.h>

_Noreturn void __longjmp_chk(jmp_buf environment, int value) { longjmp(environment, value); }
