import Dispatch
import Foundation
import Synchronization

/// A serial executor on a thread of its own with a stack of 16 MiB.
///
/// Lua needs up to half a megabyte of C stack, and a thread of the concurrency pool may have less.
/// A script that computes must not occupy a thread of the pool either.
package final class LuaThread: SerialExecutor {
  package static let stackSize = 16 << 20

  private let queue = JobQueue()

  package init() {
    let queue = queue
    let thread = Thread {
      // On Linux a thread can name only itself.
      Thread.current.name = "lua"
      queue.work()
    }
    thread.stackSize = Self.stackSize
    thread.start()
  }

  deinit {
    queue.add(.close)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    unsafe queue.add(.run(UnownedJob(job), on: asUnownedSerialExecutor()))
  }
}

/// The jobs that wait for the thread, in order.
private final class JobQueue: Sendable {
  @safe enum Entry: Sendable {
    case run(UnownedJob, on: UnownedSerialExecutor)
    case close
  }

  private let waiting = Mutex<[Entry]>([])
  private let added = DispatchSemaphore(value: 0)

  func add(_ entry: Entry) {
    waiting.withLock { $0.append(entry) }
    added.signal()
  }

  /// Runs jobs until `close` comes.
  func work() {
    var batch: [Entry] = []
    while true {
      added.wait()
      // One wait may take several entries, so that a later one finds none.
      batch.removeAll(keepingCapacity: true)
      waiting.withLock { swap(&$0, &batch) }
      for entry in batch {
        switch entry {
        case .run(let job, let executor): unsafe job.runSynchronously(on: executor)
        case .close: return
        }
      }
    }
  }
}
