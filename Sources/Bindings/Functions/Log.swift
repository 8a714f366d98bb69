import Effects

/// `host.log.debug`, `.info`, `.warn` and `.error`.
struct Log: Binding {
  static func signature(of level: LogLevel) -> Signature {
    Signature(
      "host.log.\(level.rawValue)",
      "Logs a message; shown on a terminal, with -v, or when the run fails.",
      parameters: [
        Parameter("message", .text, required: true, "what happened"),
        Parameter("fields", .map, "named values that belong to it"),
      ])
  }

  let signature: Signature
  private let level: LogLevel
  private let sink: any LogSink

  init(level: LogLevel, sink: any LogSink) {
    self.level = level
    self.sink = sink
    signature = Self.signature(of: level)
  }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    sink.log(
      LogRecord(
        level: level, message: arguments["message"].text ?? "",
        fields: arguments["fields"].fields ?? [:], location: location))
    return .returned(.null)
  }
}
