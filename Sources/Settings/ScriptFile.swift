import Files
package import LuaRuntime
import SystemPackage
package import Terminal

/// The script to run, read.
package struct ScriptFile: Hashable, Sendable {
  package static let sizeLimit = 16 << 20

  package let path: String
  package let program: Program
  /// SHA-256 of the file, in hexadecimal.
  package let digest: String

  /// Throws when the file is missing, unreadable, no regular file of text, or too large to be a
  /// script (66), or when others could have put their own in its place (78).
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

  /// Where its modules are looked for besides `--module-path`: its folder, then `lib` in it.
  package var moduleRoots: [ModuleRoot] {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let root = folder.isEmpty ? "/" : folder
    let library = folder == "." ? "lib" : folder + "/lib"
    return [ModuleRoot(root), ModuleRoot(library, trusting: root)]
  }
}

extension SourceFile.Fault {
  /// Whether somebody who is not trusted could have written the file.
  fileprivate var isOfTrust: Bool {
    switch self {
    case .file(.writableFile), .file(.writableFolder), .file(.foreignOwner), .file(.leadsOut): true
    case .file, .bytecode, .binary: false
    }
  }
}

/// The folders of `--module-path`.
package enum ModulePath {
  /// The folders as they are given; throws at the first that is none.
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
