import CLuaHost

/// The number of a Lua thread that the host resumes; it has at most one effect in flight.
struct Fiber: RawRepresentable, Hashable, Sendable {
  var rawValue: Int32

  /// Runs the script's main chunk.
  static let main = Fiber(rawValue: Int32(LH_MAIN_FIBER))
}
