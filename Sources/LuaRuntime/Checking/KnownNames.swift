import Effects
import Synchronization

/// Every name that a script finds: Lua's own and the host's, and the fields of their tables.
struct KnownNames: Sendable {
  private let names: Set<String>
  /// The tables, all of whose fields are known.
  private let tables: Set<String>

  /// Runs a script in a sandbox, which reports the names that it finds.
  init(in environment: Environment) async throws(ScriptFailure) {
    let reporter = Reporter()
    var environment = environment
    environment.bindings.append(Reporter.effectName)
    let program = Program(name: "names", text: PackageResources.names_lua)
    try await LuaVM().run(program, in: environment, handler: reporter, output: DiscardedPrint())
    names = reporter.names
    let tables = names.compactMap { name in name.lastIndex(of: ".").map { String(name[..<$0]) } }
    self.tables = Set(tables)
  }

  /// Whether code that reads `name` reads something that exists.
  ///
  /// A field of a table that is not known may always exist.
  func defines(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return names.contains(name) }
    return names.contains(name) || !tables.contains(String(name[..<dot]))
  }

  /// How `require` answers a name without a file; nil if it looks for a file.
  func reservation(of module: String) -> Reservation? {
    let first =
      module.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    if ["io", "package"].contains(module) {
      return .refused("Lua's library of that name is not available to scripts")
    }
    let isReserved = tables.contains(first) || ["_G", "io", "package"].contains(first)
    guard isReserved else { return nil }
    return module == first ? .given : .refused("names that begin with '\(first).' are reserved")
  }

  /// How `require` answers a reserved name.
  enum Reservation: Equatable {
    /// It returns the host's table of that name.
    case given
    /// It raises, for this reason.
    case refused(String)
  }

  /// ` (did you mean 'NAME'?)` with a name of the same table; empty if none is near.
  func hint(for name: String) -> String {
    let table = name.lastIndex(of: ".").map { name[...$0] } ?? ""
    let beside = names.filter { $0.hasPrefix(table) && !$0.dropFirst(table.count).contains(".") }
    let nearest = Suggestion.nearest(to: name, among: beside.sorted())
    return nearest.map { " (did you mean '\($0)'?)" } ?? ""
  }
}

/// Keeps the names that the script reports by an effect.
private final class Reporter: EffectHandler {
  static let effectName = "lua.report_names"

  private let reported = Mutex<Set<String>>([])

  var names: Set<String> { reported.withLock { $0 } }

  func perform(_ effect: Effect) async -> Reply {
    let names = effect.arguments.first?.elements?.compactMap(\.text) ?? []
    reported.withLock { $0.formUnion(names) }
    return .returned(.null)
  }
}
