import Effects
import Synchronization

/// Every name that a script finds: Lua's own and the host's, and the fields of their tables.
struct KnownNames: Sendable {
  private let names: Set<String>
  /// The tables whose fields are all known.
  private let tables: Set<String>

  /// Asks a sandbox for its names, by a script that looks at them.
  init(in environment: Environment) async throws(ScriptFailure) {
    let reporter = Reporter()
    var environment = environment
    environment.bindings.append(Reporter.effectName)
    let program = Program(name: "names", text: PackageResources.names_lua)
    try await LuaVM().run(program, in: environment, handler: reporter, output: DiscardedPrint())
    names = reporter.names
    tables = Set(reporter.names.compactMap { name in name.lastIndex(of: ".").map { String(name[..<$0]) } })
  }

  /// Whether code that reads `name` reads something that exists; a field of what is no table of ours always may.
  func defines(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return names.contains(name) }
    return names.contains(name) || !tables.contains(String(name[..<dot]))
  }

  /// What `require` makes of a name without looking for a file: nil where it looks for one.
  func reservation(of module: String) -> Reservation? {
    let first = module.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    if ["io", "package"].contains(module) { return .refused("Lua's library of that name is not available to scripts") }
    let isReserved = tables.contains(first) || ["_G", "io", "package"].contains(first)
    guard isReserved else { return nil }
    return module == first ? .given : .refused("names that begin with '\(first).' are reserved")
  }

  /// How `require` answers a reserved name.
  enum Reservation: Equatable {
    case given
    case refused(String)
  }

  /// ` (did you mean 'NAME'?)` among the names beside it, or nothing.
  func hint(for name: String) -> String {
    let table = name.lastIndex(of: ".").map { name[...$0] } ?? ""
    let beside = names.filter { $0.hasPrefix(table) && !$0.dropFirst(table.count).contains(".") }
    return Suggestion.nearest(to: name, among: beside.sorted()).map { " (did you mean '\($0)'?)" } ?? ""
  }
}

/// Takes the names as an effect brings them.
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
