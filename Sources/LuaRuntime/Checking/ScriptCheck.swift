import Effects

/// The problems of a script and its modules that their code shows, without a run of it.
package struct ScriptCheck: Sendable {
  /// Something that will go wrong.
  package struct Problem: Hashable, Sendable {
    package var path: String
    /// Nil if the file as a whole is at fault.
    package var line: Int?
    package var message: String

    package init(_ path: String, line: Int? = nil, _ message: String) {
      self.path = path
      self.line = line
      self.message = message
    }

    /// `file:line`, or the file alone.
    package var location: String { line.map { "\(path):\($0)" } ?? path }
  }

  /// Every file that the check has read, the script first.
  package var paths: [String] { chunks.map(\.path) }

  /// In the order of the files as they were found, and of their lines.
  package private(set) var problems: [Problem] = []
  /// Whether the script reads the global `params`.
  package private(set) var declaresParameters = false

  private let roots: [ModuleRoot]
  private let known: KnownNames
  private var chunks: [(path: String, names: ChunkNames)] = []

  /// Reads the script and whatever it requires by a literal name, from `roots`.
  ///
  /// Throws only if it cannot make a Lua state.
  package init(
    _ program: Program, roots: [ModuleRoot], in environment: Environment
  ) async throws(ScriptFailure) {
    self.roots = roots
    known = try await KnownNames(in: environment)
    var waiting = [program]
    var found: Set<String> = []
    while !waiting.isEmpty {
      guard let (path, chunk) = try await read(waiting.removeFirst()) else { continue }
      for module in chunk.modules where found.insert(module.name).inserted {
        let isOptional = chunk.optionalModules.contains(module.name)
        if let file = find(module, for: path, isOptional: isOptional) {
          waiting.append(file.program)
        }
      }
    }
    declaresParameters = chunks.contains { $0.names.reads.contains { $0.name == "params" } }
    for chunk in chunks { report(chunk.path, chunk.names) }
    let files = chunks.map(\.path)
    problems.sort { left, right in
      let places = [left, right].map {
        (files.firstIndex(of: $0.path) ?? files.count, $0.line ?? 0)
      }
      return places[0] < places[1]
    }
  }

  private mutating func read(
    _ program: Program
  ) async throws(ScriptFailure) -> (path: String, chunk: ChunkNames)? {
    let names: Result<ChunkNames, ScriptFailure>
    let machine = try LuaVM()
    do throws(ScriptFailure) {
      names = .success(try await machine.names(in: program))
    } catch {
      names = .failure(error)
    }
    switch names {
    case .success(let names):
      chunks.append((program.name, names))
      return (program.name, names)
    case .failure(let failure):
      guard failure.kind == .script else { throw failure }
      problems.append(Problem(failure, in: [program.name]))
      return nil
    }
  }

  private mutating func find(
    _ module: ChunkNames.Use, for path: String, isOptional: Bool
  ) -> SourceFile? {
    do throws(EffectFailure) {
      switch known.reservation(of: module.name) {
      case .given: return nil
      case .refused(let reason): throw EffectFailure(.module, "require '\(module.name)': \(reason)")
      case nil: return try ModuleLoader.find(module.name, in: roots, at: nil)
      }
    } catch {
      if !isOptional { problems.append(Problem(path, line: module.line, error.message)) }
      return nil
    }
  }

  private mutating func report(_ path: String, _ names: ChunkNames) {
    var reported: Set<ChunkNames.Use> = []
    for use in names.reads where !known.defines(use.name) && !mayBeSet(use.name) {
      guard reported.insert(use).inserted else { continue }
      let message =
        "neither Lua nor the host defines '\(use.name)', and the script does not set it"
        + known.hint(for: use.name)
      problems.append(Problem(path, line: use.line, message))
    }
  }

  /// Whether some code of the script sets the name, tests it first, or passes its table on.
  private func mayBeSet(_ name: String) -> Bool {
    let segments = name.split(separator: ".").map(String.init)
    let outer = segments.indices.dropLast().map { segments[...$0].joined(separator: ".") }
    return chunks.contains { _, names in
      names.assigned.contains(name) || names.guarded.contains(name)
        || outer.contains(where: names.assigned.contains)
        || outer.contains(where: names.escaped.contains)
        || segments.count == 1 && names.escaped.contains("_G")
    }
  }
}

extension ScriptCheck.Problem {
  /// The problem that a failure of one of these files shows; the first file is the script.
  package init(_ failure: ScriptFailure, in paths: [String]) {
    let failure = failure.naming(paths)
    let place = failure.place(in: paths)
    let prefix = place.map { $0.location + ": " } ?? ""
    var message = failure.message
    if message.hasPrefix(prefix) { message.removeFirst(prefix.count) }
    self.init(place?.path ?? paths.first ?? "", line: place?.line, message)
  }
}
