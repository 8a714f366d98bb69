import Files
package import LuaRuntime
import SystemPackage
package import Terminal

/// The script to run, with its text.
package struct ScriptFile: Hashable, Sendable {
  /// In bytes.
  private static let sizeLimit = 16 << 20

  package let path: String
  package let program: Program
  /// SHA-256 of the file, in hexadecimal.
  package let digest: String

  /// Reads a script.
  ///
  /// Throws 66 if the file is missing or unreadable, if it is not a regular file of text, and if it
  /// is too large. Throws 78 if somebody else could have put another file in its place.
  package init(path: String) throws(HostError) {
    do throws(SourceFile.Fault) {
      let file = try SourceFile(path: path, .init(.folderOwner, sizeLimit: Self.sizeLimit))
      self.path = path
      program = file.program
      digest = file.digest
    } catch {
      throw HostError(
        error.isOfTrust ? .configuration : .noInput, "the script \(error.description(of: path))")
    }
  }

  /// The folders in which `require` looks after `--module-path`: the script's own, then its `lib`.
  package var moduleRoots: [ModuleRoot] {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let root = folder.isEmpty ? "/" : folder
    let library = folder == "." ? "lib" : folder + "/lib"
    return [ModuleRoot(root), ModuleRoot(library, trusting: root)]
  }
}

extension SourceFile.Fault {
  /// Whether a user who is not trusted could have written the file.
  fileprivate var isOfTrust: Bool {
    switch self {
    case .file(.writableFile), .file(.writableFolder), .file(.foreignOwner), .file(.leadsOut): true
    case .file, .bytecode, .binary: false
    }
  }
}

/// The folders of `--module-path`.
package enum ModulePath {
  /// The given folders; throws 66 at the first that is not a folder.
  package static func checked(_ sources: SettingSources) throws(HostError) -> [ModuleRoot] {
    guard let value = sources[.modulePath] else { return [] }
    for folder in value.texts {
      let status = try? FilePath(folder).stat()
      guard status?.type == .directory else {
        throw HostError(
          .noInput,
          "\(value.origin.place): the module path \(TerminalSafe.line(folder)) is not a folder")
      }
    }
    return value.texts.map { ModuleRoot($0) }
  }
}
