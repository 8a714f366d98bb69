import Foundation
package import Ledger
package import LedgerSQLite
import Synchronization

/// The right to run on a ledger: a kernel lock on a file of its own beside it, which ends with the
/// process, however that ends.
///
/// Whoever finds it held reads in the file who holds it.
package final class RunLock: Sendable {
  /// What came of trying.
  package enum Taking {
    case taken(RunLock)
    /// By another process.
    case held(LockContention)
  }

  private struct State {
    /// Nil once the lock was given back.
    var file: LockFile?
    var note: LockNote
    var writtenAt: Date
  }

  /// The run that the ledger had last recorded when this lock was taken: a ledger without it was
  /// restored from an older copy.
  package let lastRecordedRun: RunID?
  /// The ledger's file as the run before closed it; nil where none did.
  let lastSeal: String?
  private let state: Mutex<State>

  private init(_ file: LockFile, _ note: LockNote, at now: Date) {
    lastRecordedRun = note.recordedRun.map { RunID($0) }
    lastSeal = note.seal
    state = Mutex(State(file: file, note: note, writtenAt: now))
  }

  /// Takes the lock, or tells who holds it.
  ///
  /// Throws when the file cannot be made or written, or its file system has no locks to rely on.
  package static func take(
    on ledger: LedgerFile, by holder: LockHolder, allowsNetworkFileSystem: Bool = false,
    mounts: MountTable? = MountTable.current()
  ) throws(LedgerError) -> Taking {
    if !allowsNetworkFileSystem, let mounts { try refuseNetwork(ledger, mounts) }
    try ledger.makeFolder()
    let file = try LockFile(beside: ledger)
    do throws(LedgerError) {
      guard try file.lock() else {
        defer { file.close() }
        return .held(
          LockContention(path: file.path, holder: file.note()?.holder, writtenAt: file.writtenAt()))
      }
      let before = file.note()
      let note = LockNote(holder: holder, recordedRun: before?.recordedRun, seal: before?.seal)
      try file.write(note)
      return .taken(RunLock(file, note, at: holder.since))
    } catch {
      file.close()
      throw error
    }
  }

  private static func refuseNetwork(_ ledger: LedgerFile, _ mounts: MountTable) throws(LedgerError)
  {
    guard let type = mounts.fileSystem(of: existing(ledger.path)), MountTable.isNetwork(type) else {
      return
    }
    throw LedgerError(
      .cannotOpen,
      "the ledger \(ledger.path) is on a network file system (\(type)), where locks and SQLite's write-ahead log cannot be "
        + "trusted; keep it at a local path and give that with --ledger, or --allow-network-ledger if you know that its locks work"
    )
  }

  /// The part of a path that is there, with links resolved: what is yet to be made below it will
  /// lie in the same file system.
  private static func existing(_ path: String) -> String {
    var url = URL(filePath: path)
    while url.pathComponents.count > 1, !FileManager.default.fileExists(atPath: url.path) {
      url.deleteLastPathComponent()
    }
    return url.resolvingSymlinksInPath().path
  }

  /// Notes durably that the ledger has recorded a run, which goes on; the note outlives the lock
  /// and its next holders.
  package func record(_ run: RunID) throws(LedgerError) {
    try note { note in
      note.recordedRun = run.description
      note.seal = nil
    }
  }

  /// Notes durably how the run has left the ledger's file; the last change of that file comes
  /// before.
  package func seal(_ seal: String?) throws(LedgerError) {
    try note { $0.seal = seal }
  }

  private func note(_ change: (inout LockNote) -> Void) throws(LedgerError) {
    try state.withLock { state throws(LedgerError) in
      guard let file = state.file else {
        throw LedgerError(.io, "the lock of the ledger was given back before its note was written")
      }
      change(&state.note)
      try file.write(state.note)
      try file.sync()
    }
  }

  /// Tells the curious how far the run has come, at most once a second; call it as often as you
  /// like.
  func progress(_ done: Int, now: Date = .now, uptime: Uptime? = .now) {
    state.withLock { state in
      state.note.holder?.progress(done, at: now, uptime)
      // A clock that was set back counts as passed time.
      guard let file = state.file, abs(now.timeIntervalSince(state.writtenAt)) >= 1 else { return }
      state.writtenAt = now
      try? file.write(state.note)
    }
  }

  /// Gives the lock back; so does the end of the process.
  package func release() {
    state.withLock { state in
      state.file?.close()
      state.file = nil
    }
  }

  deinit {
    release()
  }
}

/// Shows a run's progress in the note of its lock, a second after it was made, and nothing while
/// there is none.
package struct LockHeartbeat {
  private static let interval = Duration.seconds(1)

  private let lock: RunLock
  private let progressCounter: ProgressCounter
  /// The count that was last shown.
  private var shown: Int

  init(_ lock: RunLock, of progressCounter: ProgressCounter) {
    self.lock = lock
    self.progressCounter = progressCounter
    shown = progressCounter.count
  }

  /// Looks every second until its task is cancelled.
  ///
  /// A process that is halted, or whose threads all wait for a reader, does not look, and so shows
  /// nothing.
  package static func start(_ lock: RunLock, of progressCounter: ProgressCounter) -> Task<
    Void, Never
  > {
    Task {
      var heartbeat = LockHeartbeat(lock, of: progressCounter)
      while (try? await Task.sleep(for: interval)) != nil { heartbeat.look() }
    }
  }

  /// Writes down what has happened since the last look.
  mutating func look(now: Date = .now, uptime: Uptime? = .now) {
    let count = progressCounter.count
    guard count != shown || progressCounter.isPausing else { return }
    shown = count
    lock.progress(progressCounter.deviceCount, now: now, uptime: uptime)
  }
}
