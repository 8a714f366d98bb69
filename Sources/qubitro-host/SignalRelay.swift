import Dispatch
import Foundation
import Provisioning
import Reporting
import Synchronization
import Terminal

/// Receives the signals that end a run, on a queue of its own: they count even while every other
/// thread waits.
///
/// The first signal ends the run in order. The second ends the process at once, which is safe
/// because every intent is durable.
final class SignalRelay {
  /// How long the same signal counts as the first one once more: timeout(1) signals the process and
  /// then its group.
  private static let echo = Duration.milliseconds(250)
  /// How long the last message may take: perhaps nobody reads it.
  private static let lastMessageLimit = DispatchTimeInterval.milliseconds(100)

  private let sources: [any DispatchSourceSignal]

  /// Receives SIGINT, SIGTERM, and SIGHUP unless it is ignored, as nohup(1) has it; returns once no
  /// signal can be missed.
  init(to control: RunControl, _ console: StandardConsole) async {
    let queue = DispatchQueue(label: "qubitro-host.signals")
    let numbers = Self.ignoresHangup ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
    sources = numbers.map { DispatchSource.makeSignalSource(signal: $0, queue: queue) }
    let first = FirstSignal()
    for (number, source) in zip(numbers, sources) {
      source.setEventHandler { Self.take(number, after: first, control, console) }
      await withCheckedContinuation { continuation in
        source.setRegistrationHandler { continuation.resume() }
        source.resume()
      }
    }
  }

  /// Receives no more signals.
  func stop() {
    for source in sources { source.cancel() }
  }

  private static func take(
    _ number: Int32, after first: FirstSignal, _ control: RunControl, _ console: StandardConsole
  ) {
    let signal: RunControl.Signal = number == SIGINT ? .interrupt : .terminate
    if control.request(signal) {
      first.note(number)
    } else if !first.isEcho(number, within: echo) {
      endAtOnce(signal.status, console)
    }
  }

  private static func endAtOnce(_ status: ExitStatus, _ console: StandardConsole) -> Never {
    let written = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      console.writeError(
        "qubitro-host: ended at once by a second signal; what was in flight is unknown to the next "
          + "run\n")
      written.signal()
    }
    _ = written.wait(timeout: .now() + lastMessageLimit)
    _exit(status.rawValue)
  }

  /// Bit 0 of the mask of ignored signals (proc(5), SigIgn) is SIGHUP.
  private static var ignoresHangup: Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
    let mask = line?.split(separator: "\t").last
    return mask.flatMap { UInt64($0, radix: 16) }.map { $0 & 1 == 1 } ?? false
  }
}

/// The first signal, and the time at which it came.
private final class FirstSignal: Sendable {
  private let first = Mutex<(number: Int32, time: ContinuousClock.Instant)?>(nil)

  func note(_ number: Int32) {
    first.withLock { $0 = (number, .now) }
  }

  func isEcho(_ number: Int32, within echo: Duration) -> Bool {
    first.withLock { first in first.map { $0.number == number && .now - $0.time < echo } ?? false }
  }
}
