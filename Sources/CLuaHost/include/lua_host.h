// The wall between Swift and Lua.
//
// Nothing here names the Lua API: Swift sees opaque handles and bytes. Every function is total: it
// never raises, never longjmps over its caller, and reports an error in its result. A host belongs
// to one thread at a time. Another thread may call a function only if its comment says so.
#ifndef LUA_HOST_H
#define LUA_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value_tags.h"

#pragma clang assume_nonnull begin

/// How deeply tables may be nested in the arguments of an effect and in its reply.
enum { LH_MAX_DEPTH = 128 };

/// One Lua state with the script that runs in it.
typedef struct lh_host lh_host;

/// A request to end a script. Once raised, it stays raised. The script's Lua code sees it before
/// its next instruction.
typedef struct lh_stop_flag lh_stop_flag;

/// Why a script is stopped.
typedef enum lh_reason {
  LH_NOT_STOPPED,
  LH_ASKED,    ///< Someone outside the script asked for it.
  LH_MEMORY,   ///< Its heap is larger than the limit.
  LH_OUTPUT,   ///< It has printed more than the limit.
  LH_STRETCH,  ///< It has computed too long without a pause.
} lh_reason;

/// What a state may use, in bytes.
typedef struct lh_limits {
  /// Soft: the script stops at its next check. A string is denied if it has this size, or if memory
  /// then passes the limit by more than a quarter.
  size_t memory;
  size_t output;
  /// Gives each stack room, 16 KiB for a coroutine, for a Lua library that computes concatenations
  /// wrongly after a stack has moved.
  bool reserves_stack;
  size_t first_denial;  ///< A fail point: from this request for memory on, counted from 1,
  size_t denials;       ///< so many requests are denied. 0 outside tests.
} lh_limits;

/// The number of a fiber: a Lua thread that the host resumes, with at most one effect in flight. A
/// new fiber may receive the number of one that has ended.
typedef int32_t lh_fiber;

enum {
  LH_MAIN_FIBER = 0,  ///< Runs the script's main chunk.
  LH_NO_FIBER = -1,
};

/// Bytes that the host owns. They stay valid until the same host runs Lua again.
typedef struct lh_bytes {
  const uint8_t *_Nullable data;
  size_t count;
} lh_bytes;

/// How a fiber came to rest.
typedef enum lh_status {
  LH_FINISHED,  ///< The chunk, or the fiber's function, has returned.
  LH_EFFECT,    ///< The fiber waits for the reply to `name(arguments)`.
  LH_PARKED,    ///< The fiber waits for another one, which makes it ready again.
  LH_FAILED,    ///< The fiber ended with an error; `message` and `traceback` describe it.
  LH_STOPPED,   ///< The stop flag ended the fiber.
} lh_status;

/// The result of running Lua until it comes to rest.
typedef struct lh_step {
  lh_status status;
  lh_bytes name;       ///< LH_EFFECT: the effect's dotted name.
  lh_bytes arguments;  ///< LH_EFFECT: its arguments, encoded (see value_tags.h).
  /// LH_EFFECT: `file:line` of the script's call. LH_STOPPED: of where it was stopped. Or empty.
  lh_bytes where;
  lh_bytes message;    ///< LH_FAILED: the error as text.
  lh_bytes traceback;  ///< LH_FAILED: the script's frames, each after a newline; or empty.
} lh_step;

/// Makes a flag that is not raised. Returns NULL if there is no memory. The caller frees the flag
/// after every host that watches it.
lh_stop_flag *_Nullable lh_stop_flag_new(void);
void lh_stop_flag_free(lh_stop_flag *flag);

/// Raises the flag for good. The first reason stays. Any thread may call it.
void lh_stop_flag_raise(lh_stop_flag *flag, lh_reason reason);

/// Why the flag is raised. Any thread may call it.
lh_reason lh_stop_flag_reason(const lh_stop_flag *flag);

/// `file:line` where the script met its stop, or "" if that is not known. The caller reads it after
/// the script has ended or was given up.
const char *lh_stop_flag_place(const lh_stop_flag *flag);

/// How often Lua has been entered and left: odd while Lua runs. Any thread may call it.
uint64_t lh_stop_flag_turns(const lh_stop_flag *flag);

/// Opens a sandboxed state that watches `flag`. Returns NULL if there is no memory. The limits hold
/// from then on.
lh_host *_Nullable lh_open(lh_stop_flag *flag, lh_limits limits);

/// How often the state has asked for memory, if its limits have a fail point.
size_t lh_requests(const lh_host *host);

/// Frees the state and everything in it. Returns how many bytes Lua then still holds: 0. Runs no
/// Lua code, since scripts cannot set finalizers.
size_t lh_close(lh_host *host);

/// Runs a trusted chunk whose arguments are the host's primitives and one decoded value. The chunk
/// may not perform effects.
lh_step lh_run_prelude(lh_host *host, lh_bytes name, lh_bytes text, lh_bytes argument);

/// Compiles the script's text (never bytecode) onto the main fiber, once. LH_FINISHED means that
/// the fiber is ready to be resumed.
lh_step lh_load(lh_host *host, lh_bytes name, lh_bytes text);

/// Compiles text and returns its bytecode, with debug information, in `arguments`. The bytecode is
/// for reading, never for running.
lh_step lh_dump(lh_host *host, lh_bytes name, lh_bytes text);

/// Runs a fiber until it comes to rest, or not at all if the stop flag is raised. `reply` answers
/// the effect that the fiber waits for; it is empty if the fiber waits for none.
lh_step lh_resume(lh_host *host, lh_fiber fiber, lh_bytes reply);

/// The next fiber that was started or made ready, in order, or LH_NO_FIBER.
lh_fiber lh_next_ready(lh_host *host);

/// What the script has printed since the last call.
lh_bytes lh_take_output(lh_host *host);

/// The file of the Lua library that is linked in; NULL if it cannot be found out. Any thread may
/// call it.
const char *_Nullable lh_library_path(void);

/// What the Lua library calls itself: `$LuaVersion: Lua 5.4.4  Copyright ...`. Any thread may call
/// it.
const char *lh_library_ident(void);

/// Prevents a core file when this process crashes.
void lh_forgo_core_dump(void);

/// Decodes `value` into Lua and encodes it again: the codec alone, for tests and fuzzing.
/// LH_FINISHED puts the result in `arguments`.
lh_step lh_echo(lh_host *host, lh_bytes value);

#pragma clang assume_nonnull end
#endif
