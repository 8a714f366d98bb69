import Dispatch
import Foundation
import Synchronization

/// A serial executor on one thread of its own with a 16 MiB stack.
///
/// Lua needs half a megabyte of C stack at its deepest, more than a pool thread is sure to have, and a script that computes must
/// not hold a thread of the concurrency pool.
package final class LuaThread: SerialExecutor {
  package static let stackSize = 16 << 20

  private let inbox = Inbox()

  package init() {
    let inbox = inbox
    let thread = Thread {
      // Linux names only the thread that runs.
      Thread.current.name = "lua"
      inbox.work()
    }
    thread.stackSize = Self.stackSize
    thread.start()
  }

  deinit {
    inbox.close()
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    unsafe inbox.post(.run(UnownedJob(job), on: asUnownedSerialExecutor()))
  }
}

/// The jobs that wait for the thread, in order.
private final class Inbox: Sendable {
  @safe enum Letter: Sendable {
    case run(UnownedJob, on: UnownedSerialExecutor)
    case close
  }

  private let letters = Mutex<[Letter]>([])
  private let arrived = DispatchSemaphore(value: 0)

  func post(_ letter: Letter) {
    letters.withLock { $0.append(letter) }
    arrived.signal()
  }

  func close() {
    post(.close)
  }

  /// Runs jobs until the inbox is closed.
  func work() {
    while true {
      arrived.wait()
      switch letters.withLock({ $0.removeFirst() }) {
      case .run(let job, let executor): unsafe job.runSynchronously(on: executor)
      case .close: return
      }
    }
  }
}
