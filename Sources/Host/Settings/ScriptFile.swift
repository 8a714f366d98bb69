import Foundation
package import LuaRuntime

/// The script to run, read.
package struct ScriptFile: Hashable, Sendable {
  package static let sizeLimit = 16 << 20

  package var path: String
  package var program: Program

  /// Throws when the file is missing, unreadable, no regular file, or too large to be a script.
  package init(path: String) throws(HostError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw HostError(.noInput, "the script \(path) does not exist")
    }
    let values = try? URL(filePath: path).resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
    guard values?.isRegularFile == true else {
      throw HostError(.noInput, "the script \(path) is not a regular file")
    }
    guard values?.fileSize ?? 0 <= Self.sizeLimit else {
      throw HostError(.noInput, "the script \(path) is larger than 16 MiB")
    }
    do {
      program = Program(name: path, text: Array(try Data(contentsOf: URL(filePath: path))))
    } catch {
      throw HostError(.noInput, "the script \(path) cannot be read: \(error.localizedDescription)")
    }
    self.path = path
  }

  /// Where its modules are looked for: its folder, then `lib` in it.
  package var moduleRoots: [String] {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return [folder.isEmpty ? "/" : folder, folder == "." ? "lib" : folder + "/lib"]
  }
}
