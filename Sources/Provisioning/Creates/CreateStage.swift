package import Bindings
package import Effects
package import Ledger

/// A create that a script asks for, on its way through the stages.
package struct CreateRow: Sendable {
  package let proposal: Proposal
  package let key: DeviceKey
  /// False if it carries an id or a token to come, so that a plan cannot tell what it will be.
  package let isPredictable: Bool
  /// What the ledger has of the key; nil if it has nothing, or has not been asked.
  package var known: DeviceRecord?

  package init(_ proposal: Proposal, under key: DeviceKey, isPredictable: Bool = true) {
    self.proposal = proposal
    self.key = key
    self.isPredictable = isPredictable
  }
}

/// One stage on the way of a create: it answers the row, or hands it on to the next stage.
///
/// A run and a plan pass the same stages but for the last, so that a plan says what a run does:
///
/// | stage | answers |
/// |---|---|
/// | `AdmissionStage` | a key that this run has used already |
/// | `KnownDeviceStage` | a device that the ledger knows |
/// | `InFlightStage` | nothing; from here on the row is waited for, off the Lua thread |
/// | `CapStage` | a row beyond `--max-creates` |
/// | `LookStage` | a name that the project has already |
/// | `SendStage`, in a plan `PlanStage` | the rest |
///
/// A rule of the user's own is one more stage, before the row is sent.
package protocol CreateStage: Sendable {
  /// Throws if the ledger cannot be asked or written: nothing more is sent then.
  func create(_ row: CreateRow) async throws(LedgerError) -> Reply
}
