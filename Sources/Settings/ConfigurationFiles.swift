import Files
import Foundation
import SystemPackage
import Terminal

/// The configuration files that count, the nearest first.
struct ConfigurationFiles: Sendable {
  /// What a project's own file is called.
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

  /// The file that is named, else the project's, the user's and the system's, as far as they are
  /// there.
  func read() throws(HostError) -> [ConfigurationFile] {
    if let named { return [try read(named)] }
    var files: [ConfigurationFile] = []
    // What nobody has named may belong to root, to this user and, beside a script, to whoever owns
    // the script's folder.
    if let path = projectFile { files.append(try read(path, owners: .owner(of: start))) }
    for path in [userFile, systemFile].compactMap(\.self) where Self.isThere(path) {
      files.append(try read(path, owners: .users([])))
    }
    return files
  }

  /// Where files are looked for, for whoever wonders.
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
    // What is no file, such as a pipe from the shell, keeps its name.
    return try ConfigurationFile(
      path: path.hasPrefix("/dev/") ? path : place, home: environment.nonEmpty("HOME"),
      owners: owners)
  }

  /// The folder in which the project's file is looked for first: the script's, since cron starts
  /// anywhere.
  private var start: String {
    let folder = URL(filePath: workingFolder, directoryHint: .isDirectory)
    guard let script else { return folder.path }
    return URL(filePath: script, relativeTo: folder).standardizedFileURL.deletingLastPathComponent()
      .path
  }

  /// In the script's folder, or the nearest above it.
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

  /// systemd names the folder of a unit with `ConfigurationDirectory=`.
  private var systemFile: String {
    let folder = environment.nonEmpty("CONFIGURATION_DIRECTORY")?.split(separator: ":").first.map(
      String.init)
    return (folder ?? "/etc/qubitro-host") + "/config.yaml"
  }

  private static func isThere(_ path: String) -> Bool {
    (try? FilePath(path).stat()) != nil
  }
}
