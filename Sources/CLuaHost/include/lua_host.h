// The wall between Swift and Lua.
//
// Nothing here names the Lua API: Swift sees opaque handles and bytes. Every function is total: it never raises, never longjmps
// over its caller, and reports what went wrong in its result. A host belongs to one thread at a time; only what is said to be
// may be called from any thread.
#ifndef LUA_HOST_H
#define LUA_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

#pragma clang assume_nonnull begin

/// How deeply tables may be nested in the arguments of an effect and in its reply.
enum { LH_MAX_DEPTH = 128 };

/// One Lua state with the script that runs in it.
typedef struct lh_host lh_host;

/// A sticky wish that a script should end, seen by its Lua code before its next instruction.
typedef struct lh_stop_flag lh_stop_flag;

/// Why a script is stopped.
typedef enum lh_reason {
  LH_NOT_STOPPED,
  LH_ASKED,    ///< From outside.
  LH_MEMORY,   ///< Its heap outgrew the limit.
  LH_OUTPUT,   ///< It printed more than the limit.
  LH_STRETCH,  ///< It computed too long.
} lh_reason;

/// What a state may use, in bytes.
typedef struct lh_limits {
  size_t memory;  ///< Soft: the script stops at its next look. A quarter more is denied, and so is a single request of this size.
  size_t output;
  bool reserves_stack;  ///< Survive a library that computes concatenations wrongly once the stack has moved, at 16 KiB a coroutine.
  size_t first_denial;  ///< A fail point: from this request for memory on, counted from 1,
  size_t denials;       ///< so many are denied; none in a run.
} lh_limits;

/// A Lua thread that the host resumes, by number; it has at most one effect in flight. Numbers of ended fibers are given again.
typedef int32_t lh_fiber;

enum {
  LH_MAIN_FIBER = 0,  ///< Runs the script's main chunk.
  LH_NO_FIBER = -1,
};

/// Bytes that the host owns; they stay valid until the same host runs Lua again.
typedef struct lh_bytes {
  const uint8_t *_Nullable data;
  size_t count;
} lh_bytes;

/// Where a fiber came to rest.
typedef enum lh_status {
  LH_FINISHED,  ///< The chunk, or the fiber's function, returned.
  LH_EFFECT,    ///< The fiber waits for the reply to `name(arguments)`.
  LH_PARKED,    ///< The fiber waits for another one, which makes it ready again.
  LH_FAILED,    ///< An error reached the top; `message` and `traceback` tell.
  LH_STOPPED,   ///< The stop flag ended it.
} lh_status;

/// The result of running Lua until it comes to rest.
typedef struct lh_step {
  lh_status status;
  lh_bytes name;       ///< LH_EFFECT: the effect's dotted name.
  lh_bytes arguments;  ///< LH_EFFECT: its arguments, encoded (see wire.h).
  lh_bytes where;      ///< LH_EFFECT, LH_STOPPED: `file:line` of the script's call, or of where it was stopped; or empty.
  lh_bytes message;    ///< LH_FAILED: the error as text.
  lh_bytes traceback;  ///< LH_FAILED: the script's Lua frames, a newline before each; empty before it runs.
} lh_step;

/// Makes a flag, lowered; NULL when there is no memory. Free it after every host that watches it.
lh_stop_flag *_Nullable lh_stop_flag_new(void);
void lh_stop_flag_free(lh_stop_flag *flag);

/// Raises the flag for good; the first reason stays. Any thread may call it.
void lh_stop_flag_raise(lh_stop_flag *flag, lh_reason reason);

/// Why the flag is up. Any thread may call it.
lh_reason lh_stop_flag_reason(const lh_stop_flag *flag);

/// `file:line` where the script met its stop, or "" where that is not known. To be read once the script has ended, or is left behind.
const char *lh_stop_flag_place(const lh_stop_flag *flag);

/// How often Lua has been entered and left: odd while it runs. Any thread may call it.
uint64_t lh_stop_flag_turns(const lh_stop_flag *flag);

/// Opens a sandboxed state that watches `flag`; NULL when there is no memory. The limits hold from here on.
lh_host *_Nullable lh_open(lh_stop_flag *flag, lh_limits limits);

/// How often the state has asked for memory, where its limits have a fail point.
size_t lh_requests(const lh_host *host);

/// Frees the state and everything in it, and returns how many bytes of Lua's are then still held: 0. No Lua code runs: scripts can set no
/// finalizers.
size_t lh_close(lh_host *host);

/// Runs a trusted chunk with the host's primitives and one decoded value as its arguments. It may not perform effects.
lh_step lh_run_prelude(lh_host *host, lh_bytes name, lh_bytes text, lh_bytes argument);

/// Compiles the script's text (never bytecode) onto the main fiber, once. LH_FINISHED means that it is ready to be resumed.
lh_step lh_load(lh_host *host, lh_bytes name, lh_bytes text);

/// Compiles text and gives back its bytecode in `arguments`, with debug information: for reading, never for running.
lh_step lh_dump(lh_host *host, lh_bytes name, lh_bytes text);

/// Runs a fiber until it comes to rest; not at all when the stop flag is up. `reply` answers the effect it waits for; it is empty when it
/// waits for none.
lh_step lh_resume(lh_host *host, lh_fiber fiber, lh_bytes reply);

/// The next fiber that was started or made ready, in order, or LH_NO_FIBER.
lh_fiber lh_next_ready(lh_host *host);

/// What the script has printed since the last call.
lh_bytes lh_take_output(lh_host *host);

/// The file of the Lua library that is linked in; NULL where that cannot be told. Any thread may call it.
const char *_Nullable lh_library_path(void);

/// How the Lua library names itself: `$LuaVersion: Lua 5.4.4  Copyright ...`. Any thread may call it.
const char *lh_library_ident(void);

/// Has this process leave no core file when it crashes.
void lh_forgo_core_dump(void);

/// Decodes and encodes `value` through a Lua state: the codec alone, for tests and fuzzing. LH_FINISHED puts the result in `arguments`.
lh_step lh_echo(lh_host *host, lh_bytes value);

#pragma clang assume_nonnull end
#endif
