/// Why a command cannot begin, or cannot do what it is for.
package struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
  /// How the process ends; the stable label.
  package var status: ExitStatus
  /// What is wrong, where, and what to do.
  package var description: String

  package init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}
