import Bindings
import Effects
import Ledger

/// A create that a script asks for, on its way through the stages.
struct CreateRow: Sendable {
  let proposal: Proposal
  let key: DeviceKey
  /// The ledger's row of the key; nil if there is none, or before the ledger was asked.
  var known: DeviceRecord?

  init(_ proposal: Proposal, under key: DeviceKey) {
    self.proposal = proposal
    self.key = key
  }
}

/// One stage on the way of a create: it answers the row, or hands it on to the next stage.
///
/// A run and a plan share the stages that decide what becomes of a row, so that a plan reports what
/// a run would do:
///
/// | stage | answers |
/// |---|---|
/// | `AdmissionStage` | a key that this run has used already |
/// | `KnownDeviceStage` | a device that the ledger knows |
/// | `InFlightStage`, in a run | nothing; from here on the run's end waits for the row |
/// | `CapStage`, in a run | a row beyond `--max-creates` |
/// | `LookStage` | a name that the project has already |
/// | `SendStage`, in a plan `PlanStage` | the rest |
///
/// A further rule for creates is one more stage before the last.
protocol CreateStage: Sendable {
  /// Answers the row.
  ///
  /// Throws if the ledger cannot be read or written; then the run sends nothing more.
  func create(_ row: CreateRow) async throws(LedgerError) -> Reply
}
