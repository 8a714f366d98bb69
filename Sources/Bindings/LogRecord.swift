package import Effects

/// One call of `host.log`.
package struct LogRecord: Hashable, Sendable {
  package var level: LogLevel
  package var message: String
  /// The caller's own fields.
  package var fields: [ByteString: Value]
  /// `file:line` of the script's call.
  package var location: String?

  package init(
    level: LogLevel, message: String, fields: [ByteString: Value] = [:], location: String?
  ) {
    self.level = level
    self.message = message
    self.fields = fields
    self.location = location
  }
}
