import Foundation
package import Terminal

/// Where the ledger is.
package struct LedgerLocation: Hashable, Sendable {
  /// Absolute, unless the environment names a relative folder.
  package let path: String
  /// Whether it may lie on a network file system, where locks may not work.
  package let allowsNetworkFileSystem: Bool

  /// A ledger at this absolute path.
  package init(path: String) {
    self.path = path
    allowsNetworkFileSystem = false
  }

  /// Takes the path from a flag, `QUBITRO_LEDGER` or a file.
  ///
  /// Without these it is `ledger.sqlite` in the first of these folders: `STATE_DIRECTORY`,
  /// `/var/lib/qubitro-host` for root, `XDG_STATE_HOME/qubitro-host`, and
  /// `~/.local/state/qubitro-host`.
  package init(
    _ settings: GivenSettings, environment: [String: String], isRoot: Bool = geteuid() == 0
  ) throws(HostError) {
    try self.init(
      SettingSources(settings, environment: environment), environment: environment, isRoot: isRoot)
  }

  /// Takes the path from settings that are already read.
  package init(
    _ sources: SettingSources, environment: [String: String], isRoot: Bool = geteuid() == 0
  ) throws(HostError) {
    allowsNetworkFileSystem = try sources.isOn(.allowNetworkLedger)
    guard let value = sources[.ledger] else {
      path = try Self.folder(environment, isRoot: isRoot) + "/ledger.sqlite"
      return
    }
    guard !value.text.isEmpty, !value.text.hasSuffix("/") else {
      throw HostError(
        value.origin.status,
        "\(value.origin.place): the ledger '\(TerminalSafe.line(value.text))' is not a file's path")
    }
    path = URL(filePath: value.text).standardizedFileURL.path
  }

  private static func folder(_ environment: [String: String], isRoot: Bool) throws(HostError)
    -> String
  {
    // systemd puts colons between several state directories; the first is ours.
    if let folder = environment.nonEmpty("STATE_DIRECTORY")?.split(separator: ":").first {
      return String(folder)
    }
    if isRoot { return "/var/lib/qubitro-host" }
    if let folder = environment.nonEmpty("XDG_STATE_HOME"), folder.hasPrefix("/") {
      return folder + "/qubitro-host"
    }
    if let home = environment.nonEmpty("HOME") { return home + "/.local/state/qubitro-host" }
    throw HostError(.configuration, "no place for the ledger: HOME is not set; pass --ledger FILE")
  }
}
