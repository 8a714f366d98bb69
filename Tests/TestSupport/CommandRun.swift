import Foundation

/// The built command as a process of its own.
package struct CommandRun: Sendable {
  /// Negative for the signal that ended it.
  package var exitStatus: Int32
  package var output: String
  package var error: String

  /// Starts a built product, or a program of the system by its path; `environment` is all it gets,
  /// but that a run begins at once.
  package static func start(
    _ product: String, _ arguments: [String], environment: [String: String] = [:],
    in folder: TemporaryDirectory,
    through shell: String? = nil
  ) throws -> Running {
    let process = Process()
    let program = try self.path(of: product)
    if let shell {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "\(shell) exec \"$0\" \"$@\"", program] + arguments
    } else {
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
    }
    let begins = ["run", "reconcile"].contains(arguments.first) ? ["QUBITRO_JITTER": "0"] : [:]
    process.environment = environment.merging(begins) { given, _ in given }
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.standardInput = FileHandle.nullDevice
    let files = (
      output: folder.file("out-\(UUID().uuidString)"),
      error: folder.file("err-\(UUID().uuidString)")
    )
    let handles = try [handle(files.output), handle(files.error)]
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    // Foundation's Process crashes where a thousand files are open.
    defer { for handle in handles { try? handle.close() } }
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in end.finish() }
    try process.run()
    return Running(Child(process), ended, files)
  }

  /// Runs it to its end.
  package static func of(
    _ product: String, _ arguments: [String], environment: [String: String] = [:],
    in folder: TemporaryDirectory,
    through shell: String? = nil
  ) async throws -> CommandRun {
    try await start(product, arguments, environment: environment, in: folder, through: shell).end()
  }

  /// The products lie beside the test bundle, and beside each other.
  package static func path(of product: String) throws -> String {
    if product.hasPrefix("/") { return product }
    let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = [
      bundle.appending(path: product).path,
      FileManager.default.currentDirectoryPath + "/.build/debug/" + product,
    ]
    guard let path = candidates.first(where: FileManager.default.fileExists) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return path
  }

  private static func handle(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: path))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }
}

/// A process that is killed, if it still runs, once nothing mentions it any more.
private final class Child: Sendable {
  let process: Process

  init(_ process: Process) {
    self.process = process
  }

  // A test that is given up leaves nothing behind, least of all a process that is halted.
  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }
}

/// A process that has not ended yet.
package struct Running: Sendable {
  private let child: Child
  private let ended: AsyncStream<Void>
  private let files: (output: String, error: String)

  fileprivate init(
    _ child: Child, _ ended: AsyncStream<Void>, _ files: (output: String, error: String)
  ) {
    (self.child, self.ended, self.files) = (child, ended, files)
  }

  private var number: Int32 { child.process.processIdentifier }

  package var output: String { (try? String(contentsOfFile: files.output, encoding: .utf8)) ?? "" }

  package var error: String { (try? String(contentsOfFile: files.error, encoding: .utf8)) ?? "" }

  package func signal(_ signal: Int32) {
    kill(number, signal)
  }

  /// Waits for its end, and kills it when that does not come.
  package func end(
    within limit: Duration = .seconds(600), file: String = #fileID, line: Int = #line
  ) async throws -> CommandRun {
    let program = child.process.executableURL?.lastPathComponent ?? ""
    let words = [program] + (child.process.arguments ?? [])
    let what = "the end of \(words.joined(separator: " "))"
    do {
      try await inTime(what, within: limit, file: file, line: line) { [ended] in
        for await _ in ended {}
      }
    } catch {
      signal(SIGKILL)
      throw error
    }
    let (reason, number) = (child.process.terminationReason, child.process.terminationStatus)
    let status = reason == .uncaughtSignal ? -number : number
    return CommandRun(
      exitStatus: status, output: output,
      error: try String(contentsOfFile: files.error, encoding: .utf8))
  }
}

extension Running {
  /// Returns once the process has taken the signal: it is neither pending nor being delivered.
  package func hasNoticed(
    _ signal: Int32, file: String = #fileID, line: Int = #line
  ) async throws {
    try await eventually("signal \(signal) is noticed", file: file, line: line) {
      !isPending(signal)
    }
  }

  /// Returns once a run with `-v` says that a signal stops it: it begins nothing new from then on.
  package func isStopping(file: String = #fileID, line: Int = #line) async throws {
    try await eventually("process \(number) stops", file: file, line: line) {
      error.contains("stopping")
    }
  }

  /// Returns once the process has written its name into the lock beside a ledger; who tried the
  /// lock would be in its way.
  package func hasLocked(
    _ ledger: String, file: String = #fileID, line: Int = #line
  ) async throws {
    let name = "\"pid\":\(number),"
    try await eventually("process \(number) locks \(ledger)", file: file, line: line) {
      (try? String(contentsOfFile: ledger + ".lock", encoding: .utf8))?.contains(name) == true
    }
  }

  /// Returns once the process has written something to standard output.
  package func hasPrinted(file: String = #fileID, line: Int = #line) async throws {
    try await eventually("process \(number) prints", file: file, line: line) { !output.isEmpty }
  }

  /// Returns once the process has written something to standard error.
  package func hasReported(file: String = #fileID, line: Int = #line) async throws {
    try await eventually("process \(number) writes to standard error", file: file, line: line) {
      !error.isEmpty
    }
  }

  /// Whether the kernel still holds the signal back from the process (proc(5), SigPnd and ShdPnd).
  package func isPending(_ signal: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)) ?? ""
    let masks = status.split(separator: "\n").filter {
      $0.hasPrefix("SigPnd:") || $0.hasPrefix("ShdPnd:")
    }
    return masks.contains { line in
      let mask = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
      return mask & (1 << UInt64(signal - 1)) != 0
    }
  }
}
