/// What a run does that finds its ledger held by another.
package enum Overlap: String, Sendable, CaseIterable {
  /// Ends at once, as done: the other run does its work, or the next start does.
  case skip
  /// Begins once the other has ended.
  case wait
  /// Ends at once, with 75.
  case fail
}
