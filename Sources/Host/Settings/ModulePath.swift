import SystemPackage

/// The folders of `--module-path`.
enum ModulePath {
  /// The folders as they are given; throws at the first that is none.
  static func checked(_ folders: [String]) throws(HostError) -> [String] {
    for folder in folders {
      let status = try? FilePath(folder).stat()
      guard status?.type == .directory else { throw HostError(.noInput, "--module-path \(folder) is not a folder") }
    }
    return folders
  }
}
