import Foundation
import LuaRuntime
import Terminal

/// Tries the Lua library in child processes, which may crash, and remembers the verdict.
///
/// The verdict holds as long as the library's file stays the same.
package struct LuaLibraryCheck: Sendable {
  /// The command that a child process is started with; no help shows it.
  package static let command = "library-trial"

  private static let trialLimit: Duration = .seconds(20)

  private let program: String
  /// The file that remembers the verdict.
  private let memory: URL?

  /// `program` is what child processes run; `folder` is where the verdict is remembered.
  package init(program: String = "/proc/self/exe", rememberedIn folder: String?) {
    self.program = program
    memory = folder.map { URL(filePath: $0).appending(path: "lua-library.json") }
  }

  /// Tries the library in this process, as a child does; the process may crash.
  package static func trial(reservingStack: Bool) async -> Bool {
    await LuaSelfTest(reservesStack: reservingStack).passes()
  }

  /// A verdict as it is remembered.
  private struct Finding: Codable {
    var library: LuaLibrary
    /// The version of the host; another version may come to another verdict.
    var host: String
    var verdict: LuaLibraryVerdict
  }

  /// The verdict on a library; nil if no child process can be started.
  ///
  /// It is not remembered if it cannot be written, or if `mayRemember` is false.
  func verdict(on library: LuaLibrary, mayRemember: Bool = true) async -> LuaLibraryVerdict? {
    if let known = remembered(library) { return known }
    guard let verdict = await tryLibrary() else { return nil }
    if mayRemember { remember(Finding(library: library, host: version, verdict: verdict)) }
    return verdict
  }

  private func tryLibrary() async -> LuaLibraryVerdict? {
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

  /// Whether a child passes the trial; it fails if it crashes or does not end in time.
  ///
  /// Nil if it could not be started.
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
      try await Task.sleep(for: Self.trialLimit)
      kill(number, SIGKILL)
    }
    for await _ in ended {}
    clock.cancel()
    return process.terminationReason == .exit && process.terminationStatus == 0
  }
}

/// How well a Lua library computes.
enum LuaLibraryVerdict: String, Sendable, Codable, CaseIterable {
  /// It computes correctly.
  case sound
  /// It moves stacks when it must not; it computes correctly if room is reserved for them.
  case needsRoom = "needs-room"
  /// It computes wrongly even then.
  case unfit

  /// What is wrong with a library that is unfit, and what to do.
  static let unfitness =
    "computes wrongly in ways that cannot be made up for; install Lua 5.4.5 or later"
}
