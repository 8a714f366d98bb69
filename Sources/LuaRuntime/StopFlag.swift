import CLuaHost

/// Asks a script to end, and stays raised once it is.
///
/// Any thread may raise it. Lua code sees it before its next instruction.
@safe package final class StopFlag: Sendable {
  // The pointer never changes, and CLuaHost allows any thread to use a flag: to raise it is an
  // atomic store.
  nonisolated(unsafe) let pointer: OpaquePointer

  package init() throws(ScriptFailure) {
    guard let pointer = unsafe lh_stop_flag_new() else { throw .outOfMemory }
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe lh_stop_flag_free(pointer)
  }

  /// Raises the flag for good; the first reason stays.
  package func raise(_ limit: Limits.Name? = nil) {
    let reason =
      switch limit {
      case nil: LH_ASKED
      case .memory: LH_MEMORY
      case .output: LH_OUTPUT
      case .stretch: LH_STRETCH
      }
    unsafe lh_stop_flag_raise(pointer, reason)
  }

  /// The limit that raised it, if one did.
  var limit: Limits.Name? {
    switch unsafe lh_stop_flag_reason(pointer) {
    case LH_MEMORY: .memory
    case LH_OUTPUT: .output
    case LH_STRETCH: .stretch
    default: nil
    }
  }

  /// `file:line` where the script was stopped, if that is known.
  ///
  /// It may be read once the script has ended, or is left behind.
  var place: String? {
    let place = unsafe String(cString: lh_stop_flag_place(pointer))
    return place.isEmpty ? nil : place
  }

  /// How often the host has entered and left Lua, which is odd while Lua runs.
  var turns: UInt64 {
    unsafe lh_stop_flag_turns(pointer)
  }
}
