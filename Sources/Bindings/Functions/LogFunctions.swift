package import Effects

/// `host.log.debug`, `.info`, `.warn` and `.error`.
enum LogFunctions {
  static let bindings = LogLevel.allCases.map { level in
    Binding(
      Signature(
        "host.log.\(level.rawValue)",
        "Logs a message; shown on a terminal, with -v, or when the run fails.",
        parameters: [
          Parameter("message", .text, required: true, "what happened"),
          Parameter("fields", .map, "named values that belong to it"),
        ])
    ) { call in
      call.log.log(
        LogRecord(
          level: level, message: call.arguments["message"].text ?? "",
          fields: call.arguments["fields"].fields ?? [:], location: call.location))
      return .returned(.null)
    }
  }
}

/// How important a log record is, from least to most.
package enum LogLevel: String, Sendable, CaseIterable {
  case debug, info, warn, error
}

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

/// Receives what scripts log.
package protocol LogSink: Sendable {
  /// Takes one record.
  func log(_ record: LogRecord)
}
