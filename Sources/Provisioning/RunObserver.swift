package import Foundation
package import QubitroClient

/// What a step of a run is about.
package enum RunTopic: String, Sendable {
  case request, wait, look, settling, lock, ledger
}

/// Sees the steps that a run takes and what it waits for, besides the requests of its client.
package protocol RunObserver: ClientObserver {
  /// Remembers a step, in words without a secret.
  func note(_ topic: RunTopic, _ text: String)

  /// Learns that the run waits until then; `reason` follows "waiting 12 s: ".
  func waits(until date: Date, because reason: String)
}
