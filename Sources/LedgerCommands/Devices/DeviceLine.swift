import Bindings
import JSONCodec
import Ledger
import Provisioning
import QubitroClient
import Terminal

/// One row of the ledger as a line of JSON.
enum DeviceLine {
  /// What a list shows.
  static func summary(_ row: DeviceRecord) -> JSONLine {
    var line = JSONLine(type: "device")
    line.add("number", Int(row.number))
    line.add("key", row.key.key)
    line.add("name", row.name)
    line.add("project", row.key.scope.project)
    line.add("base_url", row.key.scope.baseURL)
    line.add("status", row.state.rawValue)
    line.add("id", row.deviceID)
    line.add("reason", row.reason)
    if row.isAccepted { line.add("accepted", true) }
    line.add("run", row.run.description)
    line.add("sent_at", RFC3339.text(row.sentAt))
    line.add("changed_at", RFC3339.text(row.changedAt))
    return line
  }

  /// The same with the row's credentials, if they are asked for and the ledger has them.
  static func summary(_ row: DeviceRecord, withCredentials: Bool) -> JSONLine {
    var line = summary(row)
    if withCredentials, let credentials = row.credentials { add(credentials, to: &line) }
    return line
  }

  /// All that the ledger has of a row, but of the API's answer only its size: it holds the token.
  static func whole(_ row: DeviceRecord, withCredentials: Bool) -> JSONLine {
    var line = summary(row)
    line.add("marker", row.marker)
    line.add("looks", row.looks)
    line.add("needs_person", row.needsPerson)
    line.add("request", JSON(row.request)?.value)
    if let response = row.response {
      line.add("answer") { answer in
        answer.add("http_status", response.status)
        answer.add("bytes", response.body.count)
      }
    }
    if withCredentials, let credentials = row.credentials { add(credentials, to: &line) }
    return line
  }

  /// One change in a row's log.
  static func transition(_ change: TransitionRecord) -> JSONLine {
    var line = JSONLine(type: "transition")
    line.add("number", Int(change.number))
    line.add("from", change.from?.rawValue)
    line.add("to", change.to.rawValue)
    line.add("reason", change.reason)
    line.add("run", change.run.description)
    line.add("at", RFC3339.text(change.at))
    return line
  }

  private static func add(_ credentials: DeviceCredentials, to line: inout JSONLine) {
    line.add("credentials") { inner in
      inner.add("device_id", credentials.deviceID)
      inner.add("device_token", credentials.token)
    }
  }
}

/// Rows of the ledger as a list prints them, page by page: lines of JSON, or a table.
struct DevicePages {
  private let isJSON: Bool
  private var table = TextTable(["KEY", "NAME", "STATUS", "ID", "PROJECT", "CHANGED"])

  init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  /// The text of the next page.
  mutating func text(of page: [DeviceRecord]) -> String {
    isJSON
      ? page.map { DeviceLine.summary($0).line }.joined()
      : table.text(of: page.map(Self.cells))
  }

  private static func cells(_ row: DeviceRecord) -> [String] {
    [
      TerminalSafe.line(row.key.key), TerminalSafe.line(row.name), row.state.rawValue,
      row.deviceID.map(TerminalSafe.line) ?? "-", TerminalSafe.line(row.key.scope.project),
      Wording.time(row.changedAt),
    ]
  }
}

extension DeviceRecord {
  /// What the device signs in with, from the answer that the ledger keeps; nil if that has none.
  var credentials: DeviceCredentials? {
    guard let response, case .created(let device) = CreateOutcome(.answered(HTTPResponse(response)))
    else { return nil }
    return device.credentials
  }
}
