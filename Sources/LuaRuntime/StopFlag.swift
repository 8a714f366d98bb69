import CLuaHost

/// A sticky wish that the script should end.
///
/// Any thread may raise it; Lua code sees it within a thousand instructions.
@safe package final class StopFlag: Sendable {
  // Immutable, and the one object of CLuaHost that is made for several threads: raising it is an atomic store.
  nonisolated(unsafe) let pointer: OpaquePointer

  package init() throws(ScriptFailure) {
    guard let pointer = unsafe lh_stop_flag_new() else { throw .outOfMemory }
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe lh_stop_flag_free(pointer)
  }

  /// Raises the flag, for good.
  package func raise() {
    unsafe lh_stop_flag_raise(pointer)
  }
}
