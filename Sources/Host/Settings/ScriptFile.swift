package import LuaRuntime

/// The script to run, read.
package struct ScriptFile: Hashable, Sendable {
  package static let sizeLimit = 16 << 20

  package let path: String
  package let program: Program
  /// SHA-256 of the file, in hexadecimal.
  package let digest: String

  /// Throws when the file is missing, unreadable, writable by others, no regular file of text, or too large to be a script.
  package init(path: String) throws(HostError) {
    do throws(SourceFile.Fault) {
      let file = try SourceFile(path: path, limit: Self.sizeLimit)
      self.path = path
      program = file.program
      digest = file.digest
    } catch {
      throw HostError(error == .writableByOthers ? .configuration : .noInput, "the script \(error.description(of: path))")
    }
  }

  /// Where its modules are looked for besides `--module-path`: its folder, then `lib` in it.
  package var moduleRoots: [String] {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return [folder.isEmpty ? "/" : folder, folder == "." ? "lib" : folder + "/lib"]
  }
}
