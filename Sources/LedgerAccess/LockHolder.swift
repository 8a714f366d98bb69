package import Foundation
package import Ledger
import Terminal

/// The process that holds the lock of a ledger, and how far it has come.
///
/// The lock file has it, so that another process can say why it did not get the lock.
package struct LockHolder: Codable, Hashable, Sendable {
  /// In seconds: how far the clocks of two machines may differ.
  private static let drift: TimeInterval = 60

  let pid: Int32
  let host: String
  let user: String
  let since: Date
  /// The command, such as `run` or `reconcile`.
  let command: String
  /// The script's path as the user gave it.
  let script: String?
  /// The run's id.
  let run: String
  private(set) var progressAt: Date
  /// The time of the last progress by a clock that nobody sets, if the system has one.
  private(set) var progressUptime: Uptime?
  /// The number of devices that it has finished.
  private(set) var done = 0

  /// This process.
  package init(
    command: String, script: String?, run: RunID, now: Date = .now, uptime: Uptime? = .now
  ) {
    let process = ProcessInfo.processInfo
    let user = process.userName
    pid = process.processIdentifier
    host = process.hostName
    // In a container the user may have a number without a name.
    self.user = user.isEmpty ? String(geteuid()) : user
    since = now
    self.command = command
    self.script = script
    self.run = run.description
    progressAt = now
    progressUptime = uptime
  }

  /// Notes progress.
  mutating func progress(_ done: Int, at now: Date, _ uptime: Uptime?) {
    self.done = done
    progressAt = now
    progressUptime = uptime
  }

  /// How long it has shown no progress, in seconds.
  ///
  /// On this machine the uptime tells: it leaves out the time that the machine slept, and nobody
  /// sets it. For another machine the wall clocks tell. A clock that is far ahead is then as wrong
  /// as one that is far behind, so the sign of the difference does not matter.
  func idle(at now: Date, _ uptime: Uptime?) -> TimeInterval {
    uptime?.since(progressUptime) ?? abs(now.timeIntervalSince(progressAt))
  }

  /// The holder in words, to follow "the ledger is held by".
  func description(now: Date, uptime: Uptime? = .now) -> String {
    let work = script.map { "running \($0)" } ?? "busy with \(command)"
    return
      "process \(pid) on host \(host), user \(user), since \(since.formatted(.iso8601)), \(work); "
      + "last progress \(lastProgress(now, uptime)), \(counted(done, "device"))"
  }

  private func lastProgress(_ now: Date, _ uptime: Uptime?) -> String {
    if let age = uptime?.since(progressUptime) { return "\(DurationText.age(age)) ago" }
    let age = now.timeIntervalSince(progressAt)
    return age < -Self.drift
      ? "at \(progressAt.formatted(.iso8601)) by a clock that is ahead"
      : "\(DurationText.age(age)) ago"
  }
}

/// How long this machine has been up and awake; unlike the wall clock, nobody sets it.
package struct Uptime: Codable, Hashable, Sendable {
  /// Identifies one start of one machine.
  let boot: String
  let seconds: Int

  /// The present uptime; nil if the system has no name for its starts.
  package static var now: Uptime? {
    boot.map { Uptime(boot: $0, seconds: Int(ProcessInfo.processInfo.systemUptime)) }
  }

  /// The seconds since an earlier moment; nil if that was in another start, or on another machine.
  func since(_ earlier: Uptime?) -> TimeInterval? {
    guard let earlier, earlier.boot == boot else { return nil }
    return TimeInterval(max(0, seconds - earlier.seconds))
  }

  private static let boot: String? = {
    let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return id.flatMap { $0.count < 8 ? nil : String($0.prefix(8)) }
  }()
}
