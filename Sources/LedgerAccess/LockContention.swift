package import Foundation
import Terminal

/// A lock that another process holds, as this process finds it.
package struct LockContention: Hashable, Sendable {
  /// The lock file's path.
  var path: String
  /// Nil if the holder's note cannot be read.
  var holder: LockHolder?
  /// When a process last wrote the note, which a holder does as long as it makes progress.
  var writtenAt: Date?

  /// Whether the holder has made no progress for as long as `limit`.
  package func isStuck(after limit: Duration, now: Date = .now, uptime: Uptime? = .now) -> Bool {
    let idle = holder?.idle(at: now, uptime) ?? writtenAt.map { abs(now.timeIntervalSince($0)) }
    return idle.map { $0 >= limit / .seconds(1) } ?? false
  }

  /// The holder in words on one line, to follow "the ledger is held by".
  package func description(now: Date = .now, uptime: Uptime? = .now) -> String {
    if let holder { return TerminalSafe.line(holder.description(now: now, uptime: uptime)) }
    let age =
      writtenAt.map { ", which it last wrote \(DurationText.age(now.timeIntervalSince($0))) ago" }
      ?? ""
    return "a process that does not say who it is in \(path)\(age)"
  }

  /// Why nothing was done although the holder makes progress; `next` says what the user can do.
  package func refusal(of ledger: String, next: String) -> String {
    "the ledger \(ledger) is held by \(description()); nothing was done; \(next)"
  }

  /// Why nothing was done if the holder is stuck, and what the user can do.
  package func alarm(of ledger: String) -> String {
    """
    the ledger \(ledger) is held by \(description()), and may hang: so long without progress is \
    an error (--stuck-after); nothing was done
      look at it:  \(look)
      end it:      \(end)
      That is safe: what it had in flight is on record, and the next run looks for it.
    """
  }

  private var look: String {
    guard let holder else { return "fuser -v \(NextCommand.quoted(path))" }
    return "ps -o pid,stat,etime,args -p \(holder.pid)  (on \(TerminalSafe.line(holder.host)); "
      + "stat T: it was halted, and kill -CONT \(holder.pid) lets it go on)"
  }

  private var end: String {
    let pid = holder.map { String($0.pid) } ?? "PID"
    return "kill \(pid), and kill -KILL \(pid) if that does not help"
  }
}
