package import Bindings
import Effects
import Foundation
import LuaRuntime
import Settings
import Synchronization
import Terminal

/// What a report writes as the run goes on.
extension Report: PrintSink {
  package func log(_ record: LogRecord) {
    let fields = record.fields.sorted { $0.key < $1.key }.map { " \($0.key.lossyText)=\($0.value)" }
      .joined()
    let location = record.location.map { " (\($0))" } ?? ""
    let text = "\(record.level.rawValue) \(record.message)\(fields)\(location)"
    let line = "\(Date().formatted(.iso8601)) \(TerminalSafe.line(text))\n"
    if isWatched { console.writeError(line) } else { state.withLock { $0.log(line) } }
  }

  package func write(_ printed: [UInt8]) {
    guard configuration.isJSON else {
      return console.writeOutput(TerminalSafe.escaped(String(decoding: printed, as: UTF8.self)))
    }
    for record in printed.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      console.writeOutput(JSONReport.print(String(decoding: record, as: UTF8.self)))
    }
  }

  /// Says what a signal does, if somebody watches.
  package func reportSignal(finishing changes: Int, within limit: Duration) {
    let time = DurationText.age(limit / .seconds(1))
    let work = changes == 0 ? "" : ": finishing \(counted(changes, "request")), at most \(time)"
    say("stopping\(work); a second signal ends at once")
  }

  /// Says what happens, if somebody watches.
  package func say(_ message: String) {
    if isWatched { console.writeError("\(TerminalSafe.line(message))\n") }
  }

  /// Whether somebody watches standard error as the run goes on.
  var isWatched: Bool { configuration.isWatched(console) }
}
