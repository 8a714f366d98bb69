/// Where intents and outcomes are kept.
///
/// The contract:
/// - When a writing function returns, what it wrote survives the loss of power.
/// - `begin` is atomic: of all that ask for one key, in any process, at most one is told `begun`. A key whose state `mayBegin` can be begun
///   again; every other known key is answered with its record, and nothing changes. The id that a row loses by it becomes foreign.
/// - `keep` is for the sender that was told `begun`, while the row is `sending`, and comes before anything parses the response.
/// - `move` makes a transition from one of its sources only; else it throws `conflict`. So does `keep` outside `sending`.
/// - Every change of state is appended, with the run that made it, to a log that nothing rewrites.
/// - Any error but `conflict` is fatal to the run, and to the store: no further request may be sent, and every later write fails too.
///   Nothing is half-written.
/// - A cancelled task's write is carried out all the same.
/// - What a read returns is durable.
package protocol LedgerStore: ProjectNotes, RunLog, AnyObject, Sendable {
  /// Makes the intent durable, or tells what is known of its key.
  func begin(_ intent: Intent) async throws(LedgerError) -> Claim
  /// Makes the bytes of the answer durable.
  func keep(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError)
  /// Makes the transition durable and returns the row.
  @discardableResult
  func move(_ key: DeviceKey, _ transition: Transition, by run: RunID) async throws(LedgerError) -> DeviceRecord
  /// Makes the row of a device that the project has already, `adopted` or `quarantined` and without a request, and returns it.
  ///
  /// Throws `conflict` where the key may not begin, or another row has the device. The row is older than every intent: nothing says when it was made.
  func take(_ intent: Intent, as settlement: Settlement) async throws(LedgerError) -> DeviceRecord
  /// Notes why an unknown could not be settled; `isCounted` where a whole list did not show it, `needsPerson` where no look can tell.
  func noteLook(for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool) async throws(LedgerError)
  /// Marks the device as deleted where the ledger has it; with no id, every device of the scope that exists.
  func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError)

  /// The current state of a key; nil when it was never begun.
  func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord?
  /// A page of the rows that fit.
  func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord]
  /// The last changes of a row's state, at most so many, the earliest first.
  func log(of number: Int64, last count: Int) async throws(LedgerError) -> [TransitionRecord]
  /// Every base URL and project of which the ledger has a row, in their order.
  func scopes() async throws(LedgerError) -> [Scope]
  /// Keys of the scope that stand next to this one in their order, at most so many on either side.
  func keys(around key: String, in scope: Scope, count: Int) async throws(LedgerError) -> [String]
}

/// Why the ledger cannot be read or written.
///
/// Each is fatal to the run: what cannot be recorded must not be sent.
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stable label.
  package enum Kind: String, Sendable {
    /// The file cannot be opened or made.
    case cannotOpen = "cannot_open"
    /// A read or a commit failed.
    case io
    /// A row is not what this program writes.
    case damaged
    /// A newer version of the program wrote the file.
    case newerSchema = "newer_schema"
    /// A move that the states do not allow was asked for: a fault of ours, or two runs on one ledger.
    case conflict
  }

  package var kind: Kind
  /// What failed, in which file, and what to do.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The row of a key is not where a move could begin.
  package static func conflict(over key: DeviceKey) -> LedgerError {
    LedgerError(
      .conflict,
      "the ledger's row of '\(key.key)' in project \(key.scope.project) is not where this run left it; does another run use it?")
  }
}
