import Ledger
import Terminal

/// What an import came to for one device.
struct ImportResult: Sendable {
  enum Status: String, Sendable, CaseIterable {
    /// It would be imported.
    case planned
    /// It is the ledger's own now, with its token.
    case adopted
    /// The same, and the API shows no token of it.
    case quarantined
    /// It is not imported.
    case refused
  }

  var status: Status
  var id: String
  var key: String?
  /// Why it is refused or quarantined.
  var reason: String?

  var line: String {
    let label = status.rawValue + String(repeating: " ", count: max(1, 12 - status.rawValue.count))
    let what = [key.map(TerminalSafe.line), TerminalSafe.line(id)].compactMap(\.self).joined(separator: " ")
    return "\(label)\(what)\(reason.map { " (\(TerminalSafe.line($0)))" } ?? "")\n"
  }

  var json: String {
    var line = JSONLine(type: "import")
    line.add("key", key)
    line.add("id", id)
    line.add("status", status.rawValue)
    line.add("reason", reason)
    return line.line
  }
}
