import Foundation

/// Where the ledger lives when nobody says.
package enum LedgerLocation {
  /// The flag, `QUBITRO_LEDGER`, or `ledger.sqlite` in the first of `STATE_DIRECTORY`, `/var/lib/qubitro-host` for root,
  /// `XDG_STATE_HOME/qubitro-host` and `~/.local/state/qubitro-host`.
  package static func path(
    flag: String?, environment: [String: String], isRoot: Bool = getuid() == 0
  ) throws(HostError) -> String {
    if let path = flag ?? environment.nonEmpty("QUBITRO_LEDGER") {
      guard !path.isEmpty, !path.hasSuffix("/") else {
        throw HostError(.configuration, "the ledger '\(path)' is not a file's path")
      }
      return absolute(path)
    }
    return try folder(environment, isRoot: isRoot) + "/ledger.sqlite"
  }

  private static func folder(_ environment: [String: String], isRoot: Bool) throws(HostError) -> String {
    // systemd separates several state directories with colons; the first is ours.
    if let folder = environment.nonEmpty("STATE_DIRECTORY")?.split(separator: ":").first { return String(folder) }
    if isRoot { return "/var/lib/qubitro-host" }
    if let folder = environment.nonEmpty("XDG_STATE_HOME"), folder.hasPrefix("/") { return folder + "/qubitro-host" }
    if let home = environment.nonEmpty("HOME") { return home + "/.local/state/qubitro-host" }
    throw HostError(.configuration, "no place for the ledger: HOME is not set; pass --ledger FILE")
  }

  private static func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path
  }
}
