package import Foundation

/// Where intents and outcomes are kept.
///
/// The contract:
/// - When a writing function returns, what it wrote survives the loss of power.
/// - `begin` is atomic: of all that ask for one key, in any process, at most one is told `begun`. A key that is `rejected` or `deleted` can
///   be begun again; every other known key is answered with its record, and nothing changes.
/// - `keep` and `conclude` are for the sender that was told `begun`, while the row is `sending`; else they throw `conflict`.
///   `keep` comes before anything parses the response.
/// - Every change of state is appended, with the run that made it, to a log that nothing rewrites.
/// - Any error is fatal to the run: no further request may be sent. Nothing is half-written.
/// - A cancelled task's write is carried out all the same.
package protocol LedgerStore: Sendable {
  /// Makes the intent durable, or tells what is known of its key.
  func begin(_ intent: Intent) async throws(LedgerError) -> Claim
  /// Makes the bytes of the answer durable.
  func keep(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError)
  /// Makes the outcome durable and returns the row.
  func conclude(_ key: DeviceKey, as outcome: Outcome, by run: RunID) async throws(LedgerError) -> DeviceRecord

  /// Marks the device as deleted where the ledger has it; with no id, every device of the scope that exists.
  func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError)

  /// Before when the API at a base URL wants no request, as it said in an earlier run; nil when that is not known.
  func hold(of baseURL: String) async throws(LedgerError) -> Date?
  /// Notes it for runs to come.
  func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError)

  /// The current state of a key; nil when it was never begun.
  func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord?
  /// Every row in a state, in the order of their keys.
  func devices(in state: DeviceState) async throws(LedgerError) -> [DeviceRecord]

  /// Notes that a run begins.
  func start(_ run: RunRecord) async throws(LedgerError)
  /// Notes what has become known of it; with an exit status, that it has ended.
  func update(_ run: RunRecord) async throws(LedgerError)
  /// The last runs, the latest first.
  func runs(last count: Int) async throws(LedgerError) -> [RunRecord]
}
