import Ledger
import LedgerAccess
import QubitroClient
package import Settings
package import Terminal

/// `devices show`: all that the ledger has of one device, and the log of its changes.
package struct DevicesShow: Sendable {
  /// How many changes a person is shown: a device that is refused every quarter of an hour has
  /// many.
  private static let changeLimit = 50

  private let key: String
  private let project: String?
  private let baseURL: String?
  private let ledger: LedgerLocation
  private let withCredentials: Bool
  private let isJSON: Bool
  private let console: any Console

  package init(
    of key: String, project: String?, baseURL: String?, ledger: LedgerLocation,
    withCredentials: Bool, isJSON: Bool, console: any Console
  ) {
    self.key = key
    self.project = project
    self.baseURL = baseURL
    self.ledger = ledger
    self.withCredentials = withCredentials
    self.isJSON = isJSON
    self.console = console
  }

  /// Prints the row and its log.
  ///
  /// Throws if there is no such row (66) or more than one (64).
  package func execute() async throws(HostError) -> ExitStatus {
    let reader = try LedgerReader(ledger.path)
    let store = try reader.required()
    let row = try await KeyLookup(in: store, at: reader.path, project: project, baseURL: baseURL)
      .row(key)
    let log = try await LedgerReader.asking { () throws(LedgerError) in
      try await store.log(of: row.number, last: isJSON ? .max : Self.changeLimit + 1)
    }
    if isJSON {
      let lines =
        [DeviceLine.whole(row, withCredentials: withCredentials)] + log.map(DeviceLine.transition)
      console.writeOutput(lines.map(\.line).joined())
    } else {
      console.writeOutput(fields(row) + changes(log))
    }
    return .converged
  }

  private func fields(_ row: DeviceRecord) -> String {
    var fields: [(String, String?)] = [
      ("key", row.key.key), ("name", row.name), ("status", row.state.rawValue),
      ("id", row.deviceID), ("reason", row.reason), ("project", row.key.scope.project),
      ("base URL", row.key.scope.baseURL), ("number", "\(row.number)"),
      ("run", row.run.description), ("sent", Wording.time(row.sentAt)),
      ("changed", Wording.time(row.changedAt)),
      ("marker", row.marker), ("looks", row.looks == 0 ? nil : "\(row.looks)"),
      ("needs", row.needsPerson ? "a person" : nil), ("accepted", row.isAccepted ? "yes" : nil),
      ("request", String(decoding: row.request, as: UTF8.self)),
      ("answer", row.response.map { "HTTP \($0.status), \($0.body.count) bytes" }),
    ]
    if withCredentials {
      fields += [
        ("device id", row.credentials?.deviceID), ("token", row.credentials?.token ?? "none"),
      ]
    } else if row.credentials != nil {
      fields.append(("token", "known; --with-credentials shows it"))
    }
    return Wording.fields(fields, width: 11)
  }

  private func changes(_ log: [TransitionRecord]) -> String {
    let lines = log.suffix(Self.changeLimit).map { change in
      let reason = change.reason.map { ": " + TerminalSafe.line($0) } ?? ""
      let move = change.from.map { "\($0.rawValue) -> \(change.to.rawValue)" } ?? change.to.rawValue
      let run = TerminalSafe.line(change.run.description)
      return "  \(Wording.time(change.at))  run \(run)  \(move)\(reason)\n"
    }
    let note = "  the last \(Self.changeLimit) changes; --json has them all\n"
    return "log\n" + (log.count > Self.changeLimit ? note : "") + lines.joined()
  }
}
