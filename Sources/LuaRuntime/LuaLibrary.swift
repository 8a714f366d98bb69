import CLuaHost
import Effects
import Foundation

/// The Lua library that this process runs on.
package struct LuaLibrary: Hashable, Sendable, Codable {
  /// The file of the library, links followed; that of the program if the library is linked into it.
  package var path: String
  /// The library's own name for itself, such as "Lua 5.4.4".
  package var version: String
  /// The file's size in bytes, which tells it from another file.
  package var size: Int
  /// When the file was last changed, in seconds since 1970, which tells it from another file.
  package var modified: Double

  /// The library that was linked at start; nil if its file cannot be found.
  package static func linked() -> LuaLibrary? {
    guard let name = unsafe lh_library_path() else { return nil }
    let found = unsafe String(cString: name)
    let path = URL(filePath: found == CommandLine.arguments.first ? "/proc/self/exe" : found)
      .resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, let modified = attributes[.modificationDate] as? Date
    else { return nil }
    return LuaLibrary(
      path: path, version: version(in: unsafe String(cString: lh_library_ident())), size: size,
      modified: modified.timeIntervalSince1970)
  }

  /// Makes this process leave no core file if the library crashes it.
  static func expectCrash() {
    lh_forgo_core_dump()
  }

  /// The version in `$LuaVersion: Lua 5.4.4  Copyright ...$`.
  private static func version(in ident: String) -> String {
    let words = ident.split(whereSeparator: \.isWhitespace)
    guard let lua = words.firstIndex(of: "Lua"), lua + 1 < words.endIndex else { return "Lua" }
    return "Lua \(words[lua + 1])"
  }
}

/// Runs a script that a faulty Lua library gets wrong.
///
/// A faulty library may also crash the process, so a child process runs it.
package struct LuaSelfTest: Sendable {
  /// As in `Limits`.
  private let reservesStack: Bool

  package init(reservesStack: Bool) {
    self.reservesStack = reservesStack
  }

  /// Concatenates names while Lua moves the stack: in coroutines, in branches, and when it collects
  /// garbage.
  private static let script = """
    local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
    local depth
    local device = { __concat = function(a, b) deep(depth) return tostring(a) .. b.name end }
    local function once(n)
      local name = "site-" .. "b-" .. setmetatable({ name = "d" .. n }, device)
      assert(name == "site-b-d" .. n)
    end
    for n = 1, 80 do
      depth = n
      once(n)
      coroutine.wrap(once)(n)
      host.parallel { function() once(n) end }
      local garbage = {}
      for i = 1, 500 do garbage[i] = { i } end
    end
    """

  /// Whether the library gets the script right.
  package func passes() async -> Bool {
    LuaLibrary.expectCrash()
    var limits = Limits.standard
    limits.reservesStack = reservesStack
    do throws(ScriptFailure) {
      try await LuaVM(limits: limits).run(
        Program(name: "self-test.lua", text: Array(Self.script.utf8)),
        in: Environment(bindings: []),
        handler: NoHandler(), output: DiscardedPrint())
      return true
    } catch {
      return false
    }
  }
}

/// Ends a run that performs an effect; the script performs none.
private struct NoHandler: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    .ended
  }
}
