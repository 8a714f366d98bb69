package import LuaRuntime
import SystemPackage
package import Terminal

/// The folders of `--module-path`.
package enum ModulePath {
  /// The folders as they are given; throws at the first that is none.
  package static func checked(_ sources: SettingSources) throws(HostError) -> [ModuleRoot] {
    guard let value = sources[.modulePath] else { return [] }
    for folder in value.texts {
      let status = try? FilePath(folder).stat()
      guard status?.type == .directory else {
        throw HostError(.noInput, "\(value.origin.place): the module path \(TerminalSafe.line(folder)) is not a folder")
      }
    }
    return value.texts.map { ModuleRoot($0) }
  }
}
