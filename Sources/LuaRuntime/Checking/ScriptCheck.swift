import Effects
import Foundation

/// What reading a script and its modules tells, without running any of it.
package struct ScriptCheck: Sendable {
  /// Something that will go wrong.
  package struct Problem: Hashable, Sendable {
    package var path: String
    /// Nil where the file as a whole is at fault.
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

  /// In the order of the files as they were found, and of their lines.
  package private(set) var problems: [Problem] = []
  /// Whether the script reads the global `params`.
  package private(set) var declaresParameters = false

  private let roots: [String]
  private var chunks: [(path: String, names: ChunkNames)] = []
  private var assigned: Set<String> = []

  /// Reads the script and whatever it requires by a literal name, from `roots`.
  ///
  /// Throws only when no Lua state can be made.
  package init(_ program: Program, roots: [String], in environment: Environment) async throws(ScriptFailure) {
    self.roots = roots
    let known = try await KnownNames(in: environment)
    var waiting = [program]
    var found: Set<String> = []
    while !waiting.isEmpty {
      guard let names = try await read(waiting.removeFirst()) else { continue }
      for module in names.chunk.modules where !known.isTable(module.name) && found.insert(module.name).inserted {
        if let file = find(module, for: names.path) { waiting.append(file.program) }
      }
    }
    declaresParameters = chunks.contains { $0.names.reads.contains { $0.name == "params" } }
    for chunk in chunks { report(chunk.path, chunk.names, known) }
    let files = chunks.map(\.path)
    problems.sort { left, right in
      (files.firstIndex(of: left.path) ?? files.count, left.line ?? 0) < (
        files.firstIndex(of: right.path) ?? files.count, right.line ?? 0
      )
    }
  }

  private mutating func read(_ program: Program) async throws(ScriptFailure) -> (path: String, chunk: ChunkNames)? {
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
      assigned.formUnion(names.assigned)
      return (program.name, names)
    case .failure(let failure):
      guard failure.kind == .script else { throw failure }
      problems.append(Problem(failure.naming([program.name]), in: program.name))
      return nil
    }
  }

  private mutating func find(_ module: ChunkNames.Use, for path: String) -> SourceFile? {
    do throws(EffectFailure) {
      return try ModuleLoader.find(module.name, in: roots, at: nil)
    } catch {
      problems.append(Problem(path, line: module.line, error.message))
      return nil
    }
  }

  private mutating func report(_ path: String, _ names: ChunkNames, _ known: KnownNames) {
    var told: Set<ChunkNames.Use> = []
    for use in names.reads where !known.defines(use.name) && !isAssigned(use.name) && told.insert(use).inserted {
      let message = "neither Lua nor the host defines '\(use.name)', and the script does not set it\(known.hint(for: use.name))"
      problems.append(Problem(path, line: use.line, message))
    }
  }

  /// Whether some code of the script sets the name, or the table that it is a field of.
  private func isAssigned(_ name: String) -> Bool {
    assigned.contains(name) || name.split(separator: ".").first.map { assigned.contains(String($0)) } ?? false
  }
}

extension ScriptCheck.Problem {
  /// A failure whose message begins with `file:line: `.
  package init(_ failure: ScriptFailure, in path: String) {
    guard let place = failure.place else {
      self.init(path, failure.message)
      return
    }
    let prefix = place.location + ": "
    let message = failure.message.range(of: prefix).map { failure.message[$0.upperBound...] }
    self.init(place.path, line: place.line, message.map(String.init) ?? failure.message)
  }
}
