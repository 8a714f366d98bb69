import CLuaHost
import Effects
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

/// A script that a faulty Lua library gets wrong, or does not survive; for a process that may die of it.
package struct LibraryTrial: Sendable {
  /// Whether stacks get room for it, as `Limits` says.
  private let reservesStack: Bool

  package init(reservesStack: Bool) {
    self.reservesStack = reservesStack
  }

  /// Names put together while the stack moves, as it does in coroutines, in branches and when garbage is collected.
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

  /// Whether the library gets it right; the process may crash instead.
  package func passes() async -> Bool {
    LuaLibrary.expectCrash()
    var limits = Limits.standard
    limits.reservesStack = reservesStack
    do throws(ScriptFailure) {
      try await LuaVM(limits: limits).run(
        Program(name: "trial.lua", text: Array(Self.script.utf8)), in: Environment(bindings: []), handler: NoHandler(),
        output: DiscardedPrint())
      return true
    } catch {
      return false
    }
  }
}

/// The trial calls nothing.
private struct NoHandler: EffectHandler {
  func perform(_ effect: Effect) async -> Reply {
    .ended
  }
}
