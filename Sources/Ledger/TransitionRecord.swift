package import Foundation

/// One change of a row's state, as the log has it.
package struct TransitionRecord: Hashable, Sendable {
  /// The entry's own, which grows with the log.
  package var number: Int64
  /// Nil for the row's first.
  package var from: DeviceState?
  package var to: DeviceState
  package var reason: String?
  /// The run that made it.
  package var run: RunID
  package var at: Date

  package init(number: Int64, from: DeviceState?, to: DeviceState, reason: String?, run: RunID, at: Date) {
    self.number = number
    self.from = from
    self.to = to
    self.reason = reason
    self.run = run
    self.at = at
  }
}
