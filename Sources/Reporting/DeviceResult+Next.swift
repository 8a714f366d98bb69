import Effects
import Provisioning
import Terminal

extension DeviceResult {
  /// What to do about it, where something is to be done.
  package var next: String? {
    switch (status, failure?.kind) {
    case (.created, _), (.adopted, _), (.planned, _), (.unchanged, _): nil
    case (.quarantined, _) where isAccepted: nil
    case (_, .duplicateKey): "give each device its own key or name"
    case (_, .unavailable): "run again later; nothing was created"
    case (_, .keyRefused), (_, .configuration): "correct the key, the project or the base URL and run again"
    case (.rejected, _): "correct the row and run again; nothing was created"
    case (.exists, _): "qubitro-host import takes it over (a plan first); else give the device another name; nothing was created"
    case (.unknown, _) where needsPerson:
      "look in project \(project ?? "") for a device named '\(name ?? "")'; no run can tell which it is; then: \(resolve("--created ID, or --absent"))"
    case (.unknown, _):
      "nothing now: the next run looks for it in project \(project ?? ""), and sends it again only if it is not there"
    case (.quarantined, _):
      "its token is not in the ledger; have it made again with \(resolve("--replace --allow-delete")), or do without with --accept"
    }
  }

  /// What a person types to clear it up.
  private func resolve(_ how: String) -> String {
    "\(NextCommand("unknown resolve", key ?? name ?? "")) \(how)"
  }
}
