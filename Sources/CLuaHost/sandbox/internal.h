// What only the files of this folder share.
#ifndef LH_SANDBOX_INTERNAL_H
#define LH_SANDBOX_INTERNAL_H

#include "../state/state.h"

/// How the chunk names of the prelude begin. A script's chunk names cannot begin like this.
#define LH_PRELUDE_MARK "=[host] "

/// Replaces `load`. Raises. Stack: 0.
void lh_open_load(lua_State *L);

/// Replaces `pcall` and `xpcall`. Raises. Stack: 0.
void lh_open_protected_calls(lua_State *L);

/// Replaces `print`. Raises. Stack: 0.
void lh_open_print(lua_State *L);

/// Makes the table `debug`, which holds `traceback` and nothing else. Raises. Stack: 0.
void lh_open_debug(lua_State *L);

/// Replaces the string functions that Lua cannot interrupt. Raises. Stack: 0.
void lh_open_strings(lua_State *L);

/// Replaces the table functions that Lua cannot interrupt. Raises. Stack: 0.
void lh_open_tables(lua_State *L);

/// The message handler of xpcall, which calls the script's own, its upvalue. It does not do so for
/// a stop or a cancellation: the hook, which raises them again, is off while a handler runs.
int lh_xpcall_handler(lua_State *L);

/// The message handler of the script's main chunk, which keeps the traceback. It leaves an error
/// for lack of stack or memory as it is, without a traceback.
int lh_main_chunk_handler(lua_State *L);

/// Pushes the frames of `thread` that a script's author knows, except the first `skipped`, each
/// line after a newline. Raises. Stack: +1.
void lh_push_frames(lua_State *L, lua_State *thread, int skipped);

#endif
