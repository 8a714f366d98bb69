/// What is to be thought of a Lua library.
package enum LuaLibraryVerdict: String, Sendable, Codable, CaseIterable {
  /// It computes what it should.
  case sound
  /// It moves stacks where it should not; with room for them it is right.
  case needsRoom = "needs-room"
  /// It is wrong with room too.
  case unfit

  /// What is wrong with a library that is unfit, and what to do.
  static let unfitness =
    "computes wrongly in ways that cannot be made up for; install Lua 5.4.5 or later"
}
