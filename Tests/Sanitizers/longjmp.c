// Makes Lua's jumps known to the sanitizers; dev/check --deep preloads it.
//
// Debian builds Lua with _FORTIFY_SOURCE, so that it jumps through __longjmp_chk, which they do not intercept. Every yield then leaves
// a frame behind on the thread sanitizer's shadow stack; each child task hashes that whole stack once, so that time and memory grow
// with the square of the effects, until the stack of 65,536 entries overflows.
#include <setjmp.h>

_Noreturn void __longjmp_chk(jmp_buf environment, int value) { longjmp(environment, value); }
