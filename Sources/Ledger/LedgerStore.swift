/// Where intents and outcomes are kept.
///
/// The contract:
/// - When a writing function returns, what it wrote survives the loss of power.
/// - `begin` is atomic: of all callers that ask for one key, in any process, at most one gets
///   `begun`. A key whose state `mayBegin` can begin again, and the id that its row loses then
///   becomes foreign. For every other known key the caller gets its record, and nothing changes.
/// - Only the sender that got `begun` calls `recordResponse`, while the row is `sending`, and
///   before anything parses the response.
/// - `transition` makes a move from one of its sources only; else it throws `conflict`. So does
///   `recordResponse` if the row is not `sending`.
/// - The ledger appends every change of state, with the run that made it, to a log that nothing
///   rewrites.
/// - Any error but `conflict` is fatal to the run, and to the store: no further request may be
///   sent, and every later write fails too. Nothing is half-written.
/// - The ledger carries out a cancelled task's write all the same.
/// - What a read returns is durable.
package protocol LedgerStore: ProjectNotes, RunLog, AnyObject, Sendable {
  /// Makes the intent durable, or returns what is known of its key.
  func begin(_ intent: Intent) async throws(LedgerError) -> BeginResult
  /// Makes the bytes of the answer durable.
  func recordResponse(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError)
  /// Makes the transition durable and returns the row.
  @discardableResult
  func transition(
    _ key: DeviceKey, _ transition: Transition, by run: RunID
  ) async throws(LedgerError) -> DeviceRecord
  /// Makes the row of a device that the project already has, and returns it.
  ///
  /// The row is `adopted` or `quarantined`, and nothing was sent for it. Its order is before every
  /// intent, since nothing says when the device was made. Throws `conflict` if the key may not
  /// begin, or if another row has the device.
  func adoptExisting(
    _ intent: Intent, as settlement: Settlement
  ) async throws(LedgerError) -> DeviceRecord
  /// Notes why an unknown could not be settled.
  ///
  /// `isCounted` says that a whole list did not show it, `needsPerson` that no list can decide.
  func noteUnsettled(
    for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool
  ) async throws(LedgerError)
  /// Marks the device as deleted if the ledger has it; with nil, every device of the scope.
  func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError)

  /// The current state of a key; nil if it never began.
  func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord?
  /// A page of the rows that match.
  func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord]
  /// The last changes of a row's state, at most `count` of them, the earliest first.
  func log(
    of number: Int64, last count: Int
  ) async throws(LedgerError) -> [TransitionRecord]
  /// Every scope of which the ledger has a row, sorted by base URL and project.
  func scopes() async throws(LedgerError) -> [Scope]
  /// The keys of the scope that are next to this one in their order, at most `count` on each side.
  func keys(
    around key: String, in scope: Scope, count: Int
  ) async throws(LedgerError) -> [String]
}

/// Why the ledger cannot be read or written.
///
/// Each is fatal to the run: what cannot be recorded must not be sent.
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stable label of an error.
  package enum Kind: String, Sendable {
    /// The file cannot be opened or made.
    case cannotOpen = "cannot_open"
    /// A read or a commit failed.
    case io
    /// A row is not what this program writes.
    case damaged
    /// A newer version of the program wrote the file.
    case newerSchema = "newer_schema"
    /// The row's state does not allow what a caller asked for.
    ///
    /// Either this program has a fault, or two runs use one ledger.
    case conflict
  }

  package var kind: Kind
  /// What failed, in which file, and what to do.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The error that says that the row of a key is not in the state that a caller expects.
  package static func conflict(over key: DeviceKey) -> LedgerError {
    LedgerError(
      .conflict,
      "the ledger's row of '\(key.key)' in project \(key.scope.project) is not where this run "
        + "left it; does another run use it?")
  }
}
