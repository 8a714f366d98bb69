/// What is to be thought of a Lua library.
package enum LibraryVerdict: String, Sendable, Codable, CaseIterable {
  /// It computes what it should.
  case sound
  /// It moves stacks where it should not; with room for them it is right.
  case needsRoom = "needs-room"
  /// It is wrong with room too.
  case unfit
}
