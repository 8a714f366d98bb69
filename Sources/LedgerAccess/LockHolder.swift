package import Foundation
package import Ledger
import Terminal

/// Who holds the lock of a ledger, and how far it has come: for whoever wonders why a run was
/// skipped.
package struct LockHolder: Codable, Hashable, Sendable {
  /// By so much, in seconds, two clocks may differ.
  private static let drift: TimeInterval = 60

  package let pid: Int32
  package let host: String
  package let user: String
  package let since: Date
  /// What it was started as, such as `run` or `reconcile`.
  package let command: String
  /// The script's path as it was given.
  package let script: String?
  /// The run's name.
  package let run: String
  package private(set) var progressAt: Date
  /// The same by a clock that nobody sets, where there is one.
  package private(set) var progressUptime: Uptime?
  /// How many devices it has dealt with.
  package private(set) var done = 0

  /// This process.
  package init(
    command: String, script: String?, run: RunID, now: Date = .now, uptime: Uptime? = .now
  ) {
    let process = ProcessInfo.processInfo
    let user = process.userName
    pid = process.processIdentifier
    host = process.hostName
    // A container may run under a number that has no name.
    self.user = user.isEmpty ? String(geteuid()) : user
    since = now
    self.command = command
    self.script = script
    self.run = run.description
    progressAt = now
    progressUptime = uptime
  }

  mutating func progress(_ done: Int, at now: Date, _ uptime: Uptime?) {
    self.done = done
    progressAt = now
    progressUptime = uptime
  }

  /// For how long, in seconds, it has shown no progress.
  ///
  /// A time that a machine slept does not count, and a clock that was set does not matter, where it
  /// is this machine. Elsewhere the wall clocks are compared, and a holder that is far ahead is as
  /// little to be believed as one that is far behind.
  package func idle(at now: Date, _ uptime: Uptime?) -> TimeInterval {
    uptime?.since(progressUptime) ?? abs(now.timeIntervalSince(progressAt))
  }

  /// The holder in words, to follow "the ledger is held by".
  package func description(now: Date, uptime: Uptime? = .now) -> String {
    let work = script.map { "running \($0)" } ?? "busy with \(command)"
    let devices = done == 1 ? "1 device" : "\(done) devices"
    return
      "process \(pid) on host \(host), user \(user), since \(since.formatted(.iso8601)), \(work); "
      + "last progress \(lastProgress(now, uptime)), \(devices)"
  }

  private func lastProgress(_ now: Date, _ uptime: Uptime?) -> String {
    if let age = uptime?.since(progressUptime) { return "\(DurationText.age(age)) ago" }
    let age = now.timeIntervalSince(progressAt)
    return age < -Self.drift
      ? "at \(progressAt.formatted(.iso8601)) by a clock that is ahead"
      : "\(DurationText.age(age)) ago"
  }
}

/// How long this machine has been up and awake: unlike the wall clock, nobody sets it.
package struct Uptime: Codable, Hashable, Sendable {
  /// Tells one start of one machine from all others.
  package let boot: String
  package let seconds: Int

  package init(boot: String, seconds: Int) {
    self.boot = boot
    self.seconds = seconds
  }

  /// Nil where the system does not tell its starts apart.
  package static var now: Uptime? {
    boot.map { Uptime(boot: $0, seconds: Int(ProcessInfo.processInfo.systemUptime)) }
  }

  /// The time since an earlier moment of the same start; nil where that was another start, or
  /// another machine.
  package func since(_ earlier: Uptime?) -> TimeInterval? {
    guard let earlier, earlier.boot == boot else { return nil }
    return TimeInterval(max(0, seconds - earlier.seconds))
  }

  private static let boot: String? = {
    let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return id.flatMap { $0.count < 8 ? nil : String($0.prefix(8)) }
  }()
}
