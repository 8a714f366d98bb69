/// Receives what scripts log.
package protocol LogSink: Sendable {
  func log(_ record: LogRecord)
}
