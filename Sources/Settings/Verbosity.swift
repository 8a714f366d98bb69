/// How much is said.
package enum Verbosity: Sendable {
  /// Failures only.
  case quiet
  /// A summary on a terminal; elsewhere nothing while all is well.
  case normal
  /// Every device and log line as it comes.
  case verbose
}
