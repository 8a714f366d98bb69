import CLuaHost
import Foundation

/// The Lua library that this process runs on.
package struct LuaLibrary: Hashable, Sendable, Codable {
  /// The file that it was loaded from, links followed; the program itself where it is linked in.
  package var path: String
  /// As it names itself, such as "Lua 5.4.4".
  package var version: String
  /// In bytes, and when it was last changed, in seconds since 1970: another file has others.
  package var size: Int
  package var modified: Double

  /// The library that was linked at start; nil where its file cannot be found.
  package static func linked() -> LuaLibrary? {
    guard let name = unsafe lh_library_path() else { return nil }
    let found = unsafe String(cString: name)
    let path = URL(filePath: found == CommandLine.arguments.first ? "/proc/self/exe" : found).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, let modified = attributes[.modificationDate] as? Date
    else { return nil }
    return LuaLibrary(
      path: path, version: version(in: unsafe String(cString: lh_library_ident())), size: size,
      modified: modified.timeIntervalSince1970)
  }

  /// Leaves no core file behind should the library bring this process down.
  static func expectCrash() {
    lh_forgo_core_dump()
  }

  /// `$LuaVersion: Lua 5.4.4  Copyright ...$` without what is around it.
  private static func version(in ident: String) -> String {
    let words = ident.split(whereSeparator: \.isWhitespace)
    guard let lua = words.firstIndex(of: "Lua"), lua + 1 < words.endIndex else { return "Lua" }
    return "Lua \(words[lua + 1])"
  }
}
