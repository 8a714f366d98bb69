/// When a run speaks off a terminal.
package enum ReportPolicy: String, Sendable, CaseIterable {
  /// Where something needs a person, or did not go well.
  case failure
  /// Also, in one line, where something was made.
  case change
  /// Also, in one line, where there was nothing to do.
  case always
}
