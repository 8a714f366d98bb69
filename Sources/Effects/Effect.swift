/// One thing that a script asks the host to do.
package struct Effect: Hashable, Sendable {
  /// The binding's dotted name, such as `qubitro.create_device`.
  package var name: String
  package var arguments: [Value]
  /// `file:line` of the script's call, where it is known.
  package var location: String?

  package init(_ name: String, _ arguments: [Value] = [], at location: String? = nil) {
    self.name = name
    self.arguments = arguments
    self.location = location
  }
}
