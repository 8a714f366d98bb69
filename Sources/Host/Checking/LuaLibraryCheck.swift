import Foundation
package import LuaRuntime
import Terminal

/// Puts the Lua library on trial in processes of their own, which may die of it, and remembers the
/// verdict for as long as the file stays the same.
package struct LuaLibraryCheck: Sendable {
  /// The command that a child process is started with; hidden from people.
  package static let command = "library-trial"

  private static let patience: Duration = .seconds(20)

  private let program: String
  private let memory: URL?

  /// `program` is what child processes run; the verdict is kept in `folder`.
  package init(program: String = "/proc/self/exe", rememberedIn folder: String?) {
    self.program = program
    memory = folder.map { URL(filePath: $0).appending(path: "lua-library.json") }
  }

  /// Tries the library in this process, which may die of it: what a child does.
  package static func trial(reservingStack: Bool) async -> Bool {
    await LuaSelfTest(reservesStack: reservingStack).passes()
  }

  /// What was found, now or before.
  private struct Finding: Codable {
    var library: LuaLibrary
    /// Another version of the host may do better.
    var host: String
    var verdict: LuaLibraryVerdict
  }

  /// The verdict on a library; nil where no child process can be started.
  ///
  /// It is remembered where that can be written, and kept to itself where not.
  package func verdict(on library: LuaLibrary, mayRemember: Bool = true) async -> LuaLibraryVerdict?
  {
    if let known = remembered(library) { return known }
    guard let verdict = await examine() else { return nil }
    if mayRemember { remember(Finding(library: library, host: version, verdict: verdict)) }
    return verdict
  }

  private func examine() async -> LuaLibraryVerdict? {
    guard let isSound = await passes([]) else { return nil }
    if isSound { return .sound }
    return await passes(["--reserving"]).map { $0 ? .needsRoom : .unfit }
  }

  private func remembered(_ library: LuaLibrary) -> LuaLibraryVerdict? {
    guard let memory, let data = try? Data(contentsOf: memory),
      let finding = try? JSONDecoder().decode(Finding.self, from: data), finding.library == library,
      finding.host == version
    else { return nil }
    return finding.verdict
  }

  private func remember(_ finding: Finding) {
    guard let memory, let data = try? JSONEncoder().encode(finding) else { return }
    try? data.write(to: memory, options: .atomic)
  }

  /// Whether a child passes the trial; one that crashes or does not end does not.
  private func passes(_ options: [String]) async -> Bool? {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = [Self.command] + options
    process.environment = [:]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in end.finish() }
    guard (try? process.run()) != nil else { return nil }
    let number = process.processIdentifier
    let clock = Task {
      try await Task.sleep(for: Self.patience)
      kill(number, SIGKILL)
    }
    for await _ in ended {}
    clock.cancel()
    return process.terminationReason == .exit && process.terminationStatus == 0
  }
}

/// What is to be thought of a Lua library.
package enum LuaLibraryVerdict: String, Sendable, Codable, CaseIterable {
  /// It computes what it should.
  case sound
  /// It moves stacks where it should not; with room for them it is right.
  case needsRoom = "needs-room"
  /// It is wrong with room too.
  case unfit

  /// What is wrong with a library that is unfit, and what to do.
  static let unfitness =
    "computes wrongly in ways that cannot be made up for; install Lua 5.4.5 or later"
}
