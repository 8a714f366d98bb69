import Files
import Foundation
import SystemPackage
import Terminal

/// Finds the configuration files, the nearest first.
struct ConfigurationFiles: Sendable {
  /// The name of a project's own file.
  static let projectName = "qubitro-host.yaml"

  private let named: String?
  private let script: String?
  private let environment: [String: String]
  private let workingFolder: String

  init(
    _ settings: GivenSettings, environment: [String: String],
    workingFolder: String = FileManager.default.currentDirectoryPath
  ) {
    named = settings.configFile ?? environment.nonEmpty("QUBITRO_CONFIG")
    script = settings.script
    self.environment = environment
    self.workingFolder = workingFolder
  }

  /// Reads the file that the user names, and no other.
  ///
  /// If the user names none, reads the project's, the user's and the system's file, as far as they
  /// exist.
  func read() throws(HostError) -> [ConfigurationFile] {
    if let named { return [try read(named)] }
    var files: [ConfigurationFile] = []
    // Nobody has named these files, so they must belong to root or to this user. Who names a script
    // trusts the owner of its folder.
    if let path = projectFile {
      files.append(try read(path, owners: script == nil ? .users([]) : .owner(of: start)))
    }
    for path in [userFile, systemFile].compactMap(\.self) where Self.isThere(path) {
      files.append(try read(path, owners: .users([])))
    }
    return files
  }

  /// Where the program looks for files, to show to the user.
  var places: [String] {
    if let named { return [named] }
    return [
      projectFile ?? "\(start)/\(Self.projectName), and the folders above it", userFile, systemFile,
    ].compactMap(\.self)
  }

  private func read(_ path: String, owners: TrustedFile.Owners = .anyone) throws(HostError)
    -> ConfigurationFile
  {
    let place = URL(
      filePath: path, relativeTo: URL(filePath: workingFolder, directoryHint: .isDirectory)
    ).standardizedFileURL.path
    // A pipe of the shell, such as /dev/fd/63, keeps its path.
    return try ConfigurationFile(
      path: path.hasPrefix("/dev/") ? path : place, home: environment.nonEmpty("HOME"),
      owners: owners)
  }

  /// The first folder to search for the project's file: that of the script, because cron starts
  /// commands anywhere.
  private var start: String {
    let folder = URL(filePath: workingFolder, directoryHint: .isDirectory)
    guard let script else { return folder.path }
    return URL(filePath: script, relativeTo: folder).standardizedFileURL.deletingLastPathComponent()
      .path
  }

  /// The project's file in `start`, or in the nearest folder above it that has one.
  private var projectFile: String? {
    var folder = URL(filePath: start, directoryHint: .isDirectory).standardizedFileURL
    while true {
      let path = folder.appending(path: Self.projectName).path
      if Self.isThere(path) { return path }
      if folder.pathComponents.count <= 1 { return nil }
      folder.deleteLastPathComponent()
    }
  }

  private var userFile: String? {
    if let folder = environment.nonEmpty("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
      return folder + "/qubitro-host/config.yaml"
    }
    return environment.nonEmpty("HOME").map { $0 + "/.config/qubitro-host/config.yaml" }
  }

  /// systemd sets the variable from a unit's `ConfigurationDirectory=`.
  private var systemFile: String {
    let folder = environment.nonEmpty("CONFIGURATION_DIRECTORY")?.split(separator: ":").first.map(
      String.init)
    return (folder ?? "/etc/qubitro-host") + "/config.yaml"
  }

  private static func isThere(_ path: String) -> Bool {
    (try? FilePath(path).stat()) != nil
  }
}
