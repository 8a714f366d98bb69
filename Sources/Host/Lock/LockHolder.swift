package import Foundation
package import Ledger

/// Who holds the lock of a ledger, and how far it has come: for whoever wonders why a run was skipped.
package struct LockHolder: Codable, Hashable, Sendable {
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
  /// How many devices it has dealt with.
  package private(set) var done = 0

  /// This process.
  package init(command: String, script: String?, run: RunID, now: Date = .now) {
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
  }

  mutating func progress(_ done: Int, at now: Date) {
    self.done = done
    progressAt = now
  }

  /// The holder in words, to follow "the ledger is held by".
  package func description(now: Date) -> String {
    let work = script.map { "running \($0)" } ?? "busy with \(command)"
    let devices = done == 1 ? "1 device" : "\(done) devices"
    return "process \(pid) on host \(host), user \(user), since \(since.formatted(.iso8601)), \(work); "
      + "last progress \(Age.text(now.timeIntervalSince(progressAt))) ago, \(devices)"
  }
}
