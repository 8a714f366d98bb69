import Ledger
import LedgerAccess
import QubitroClient
import Settings
import Terminal

/// Finds the row that a person means by a key, and by a project and a base URL if several rows have
/// the key.
struct KeyLookup {
  /// How many keys around a mistyped one are compared with it.
  private static let neighbours = 500

  private let ledger: any LedgerStore
  private let path: String
  private let project: String?
  private let baseURL: String?

  init(in ledger: any LedgerStore, at path: String, project: String?, baseURL: String?)
    throws(HostError)
  {
    self.ledger = ledger
    self.path = path
    self.project = project
    self.baseURL = try baseURL.map { text throws(HostError) in
      try Configuration.baseURL(text).description
    }
  }

  /// The one row with a key.
  ///
  /// Throws if there is none (66), or more than one (64).
  func row(_ key: String) async throws(HostError) -> DeviceRecord {
    let scopes = try await scopes()
    var rows: [DeviceRecord] = []
    for scope in scopes {
      if let row = try await LedgerReader.asking({ () throws(LedgerError) in
        try await ledger.device(DeviceKey(key, in: scope))
      }) {
        rows.append(row)
      }
    }
    if let row = rows.first, rows.count == 1 { return row }
    throw rows.isEmpty ? try await missing(key, scopes) : ambiguous(key, rows)
  }

  private func scopes() async throws(HostError) -> [Scope] {
    try await LedgerReader.asking { () throws(LedgerError) in try await ledger.scopes() }
      .filter { project ?? $0.project == $0.project && baseURL ?? $0.baseURL == $0.baseURL }
  }

  private func ambiguous(_ key: String, _ rows: [DeviceRecord]) -> HostError {
    let hasSeveralURLs = Set(rows.map(\.key.scope.baseURL)).count > 1
    let lines = rows.map { row in
      "\n  --project \(NextCommand.quoted(row.key.scope.project))"
        + (hasSeveralURLs ? " --base-url \(NextCommand.quoted(row.key.scope.baseURL))" : "")
        + "  \(row.state.rawValue)"
    }
    return HostError(
      .usage,
      "'\(TerminalSafe.line(key))' is the key of \(rows.count) devices; say which:"
        + lines.joined())
  }

  private func missing(_ key: String, _ scopes: [Scope]) async throws(HostError) -> HostError {
    var known: [String] = []
    for scope in scopes {
      known += try await LedgerReader.asking { () throws(LedgerError) in
        try await ledger.keys(around: key, in: scope, count: Self.neighbours)
      }
    }
    let ofProject = project.map { " of project \(TerminalSafe.line($0))" } ?? ""
    return HostError(
      .noInput,
      "the ledger \(TerminalSafe.line(path)) has no device\(ofProject) with the key "
        + "'\(TerminalSafe.line(key))'\(Wording.hint(for: key, among: known))")
  }
}
