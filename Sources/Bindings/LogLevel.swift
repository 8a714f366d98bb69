/// How much a log record matters, from least to most.
package enum LogLevel: String, Sendable, CaseIterable {
  case debug, info, warn, error
}
