package import Foundation

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
package protocol LedgerStore: AnyObject, Sendable {
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
  /// The devices of the scope that exist, a page at a time, in the order of their rows' numbers.
  func existing(in scope: Scope, after number: Int64, limit: Int) async throws(LedgerError) -> [ExistingDevice]
  /// Whose these devices are; those of nobody are left out.
  func owners(of deviceIDs: [String], in scope: Scope) async throws(LedgerError) -> [String: Ownership]

  /// Whether, and how, the project was looked at before its first create; nil when it was not.
  func look(at scope: Scope) async throws(LedgerError) -> ProjectLook?
  /// Notes that it was.
  func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError)
  /// Has every project looked at anew before its next create; those that went without a look only where `evenWaived`.
  func forgetLooks(evenWaived: Bool) async throws(LedgerError)
  /// Notes devices that are not the ledger's own.
  func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError)
  /// Takes devices out of the notes; with no ids, all whose name is taken.
  func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError)
  /// The foreign devices that take a name.
  func foreign(named name: String, in scope: Scope) async throws(LedgerError) -> [ForeignDevice]

  /// Before when the API at a base URL wants no request, as it said in an earlier run; nil when that is not known.
  func hold(of baseURL: String) async throws(LedgerError) -> Date?
  /// Notes it for runs to come.
  func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError)
  /// What was last said of each kind of standing condition, to the readers of `subject`.
  func told(_ subject: String) async throws(LedgerError) -> [String: Told]
  /// Notes what is said now; kinds that are not named have nothing standing.
  func setTold(_ told: [String: Told], _ subject: String) async throws(LedgerError)

  /// Notes that a run begins.
  func start(_ run: RunRecord) async throws(LedgerError)
  /// Notes what has become known of it; with an exit status, that it has ended.
  func update(_ run: RunRecord) async throws(LedgerError)
  /// One run; nil when the ledger has none of that name.
  func run(_ id: RunID) async throws(LedgerError) -> RunRecord?
  /// The last runs, the latest first.
  func runs(last count: Int) async throws(LedgerError) -> [RunRecord]
  /// The same of those that began since then and before this one, nil for any.
  func runs(since: Date?, before run: RunID?, limit: Int) async throws(LedgerError) -> [RunRecord]
  /// How many devices are `created` or `adopted` that were last sent by runs of this subject, but for one run.
  func fleet(of subject: String, besides run: RunID) async throws(LedgerError) -> Int
}
