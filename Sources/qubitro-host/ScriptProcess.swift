import Foundation
import Host
import UnixSignals

/// Runs a script as this process: signals in, exit status out.
struct ScriptProcess {
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// Always throws the exit status, unless it is 0.
  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      let configuration = try Configuration(settings, environment: ProcessInfo.processInfo.environment)
      let interruption = Interruption()
      let signals = Task { await Self.relaySignals(to: interruption, console) }
      defer { signals.cancel() }
      let examination = LibraryExamination(rememberedIn: URL(filePath: configuration.ledger.path).deletingLastPathComponent().path)
      let run = Run(configuration, console: console, interruption: interruption, examination: examination)
      return try await run.execute().exitStatus
    }
  }

  /// How long the same signal again says nothing new.
  private static let echo = Duration.milliseconds(250)

  /// The first signal ends the run in order; the second ends the process at once, which is safe because every intent is durable.
  ///
  /// A hangup is a termination too, unless it is ignored, as nohup(1) has it.
  private static func relaySignals(to interruption: Interruption, _ console: StandardConsole) async {
    let signals: [UnixSignal] = ignoresHangup ? [.sigint, .sigterm] : [.sigint, .sigterm, .sighup]
    var first: (signal: UnixSignal, time: ContinuousClock.Instant)?
    for await signal in await UnixSignalsSequence(trapping: signals) {
      let status: ExitStatus = signal == .sigint ? .interrupted : .terminated
      if interruption.request(status) {
        first = (signal, .now)
        continue
      }
      // timeout(1) signals the process and then its group: one wish, not two.
      if let first, first.signal == signal, .now - first.time < echo { continue }
      console.writeError("qubitro-host: ended at once by a second signal; what was in flight is unknown to the next run\n")
      _exit(status.rawValue)
    }
  }

  /// Bit 0 of the mask of ignored signals (proc(5), SigIgn) is SIGHUP.
  private static var ignoresHangup: Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let mask = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }?.split(separator: "\t").last
    return mask.flatMap { UInt64($0, radix: 16) }.map { $0 & 1 == 1 } ?? false
  }
}
