import Foundation
package import Ledger
package import LedgerSQLite
import Synchronization

/// The right to run on a ledger: a kernel lock on a file beside the ledger.
///
/// The lock ends with the process, however that ends. Another process can read in the file who
/// holds the lock.
package final class RunLock: Sendable {
  /// The outcome of taking it.
  package enum Taking {
    case taken(RunLock)
    /// Another process holds the lock.
    case held(LockContention)
  }

  private struct State {
    /// Nil after the lock was released.
    var file: LockFile?
    var note: LockNote
    var writtenAt: Date
  }

  /// The last run that the ledger had recorded when this lock was taken.
  ///
  /// A ledger without that run was restored from an older copy.
  package let lastRecordedRun: RunID?
  /// Identifies the ledger's file as the last run closed it; nil if that run did not close it.
  let lastSeal: String?
  private let state: Mutex<State>

  private init(_ file: LockFile, _ note: LockNote, at now: Date) {
    lastRecordedRun = note.recordedRun.map { RunID($0) }
    lastSeal = note.seal
    state = Mutex(State(file: file, note: note, writtenAt: now))
  }

  /// Takes the lock, or returns who holds it.
  ///
  /// Throws if the file cannot be created or written, and if it is on a file system whose locks may
  /// not work.
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
      "the ledger \(ledger.path) is on a network file system (\(type)), "
        + "where locks and SQLite's write-ahead log cannot be trusted; "
        + "keep it at a local path and give that with --ledger, "
        + "or --allow-network-ledger if you know that its locks work")
  }

  /// The part of a path that exists, with its links resolved.
  ///
  /// Folders that are made below it will lie in the same file system.
  private static func existing(_ path: String) -> String {
    var url = URL(filePath: path)
    while url.pathComponents.count > 1, !FileManager.default.fileExists(atPath: url.path) {
      url.deleteLastPathComponent()
    }
    return url.resolvingSymlinksInPath().path
  }

  /// Notes durably that the ledger has recorded a run, which is now going on.
  ///
  /// The next holders of the lock keep this note.
  package func record(_ run: RunID) throws(LedgerError) {
    try note { note in
      note.recordedRun = run.description
      note.seal = nil
    }
  }

  /// Notes durably how the run has left the ledger's file, after the last change of that file.
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

  /// Notes how far the run has come, for other processes to read.
  ///
  /// It writes at most once a second, so callers may call it often.
  func progress(_ done: Int, now: Date = .now, uptime: Uptime? = .now) {
    state.withLock { state in
      state.note.holder?.progress(done, at: now, uptime)
      // If the clock was set back, the difference still counts as time.
      guard let file = state.file, abs(now.timeIntervalSince(state.writtenAt)) >= 1 else { return }
      state.writtenAt = now
      try? file.write(state.note)
    }
  }

  /// Releases the lock; the end of the process does so too.
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

/// Notes the progress of a run in its lock file, within a second.
///
/// A run without progress notes nothing, so other processes can see that it is stuck.
package struct LockHeartbeat {
  private static let interval = Duration.seconds(1)

  private let lock: RunLock
  private let progressCounter: ProgressCounter
  /// The count at the last look.
  private var lastCount: Int

  init(_ lock: RunLock, of progressCounter: ProgressCounter) {
    self.lock = lock
    self.progressCounter = progressCounter
    lastCount = progressCounter.count
  }

  /// Looks at the counter every second until the task is cancelled.
  ///
  /// A halted process does not look, and so notes nothing. Neither does a process whose threads all
  /// wait for a reader.
  package static func start(
    _ lock: RunLock, of progressCounter: ProgressCounter
  ) -> Task<Void, Never> {
    Task {
      var heartbeat = LockHeartbeat(lock, of: progressCounter)
      while (try? await Task.sleep(for: interval)) != nil { heartbeat.look() }
    }
  }

  /// Notes the progress since the last look, if there was any.
  mutating func look(now: Date = .now, uptime: Uptime? = .now) {
    let count = progressCounter.count
    guard count != lastCount || progressCounter.isPausing else { return }
    lastCount = count
    lock.progress(progressCounter.deviceCount, now: now, uptime: uptime)
  }
}
