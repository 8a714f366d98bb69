import Dispatch
import Foundation

/// Looks at a running script from a thread of its own, and ends it when it computes too long between two calls of the host.
///
/// It reads one counter of the state, which is odd while Lua runs; that costs the script nothing. Lua code ends at its next look at the
/// stop flag. What does not, a function of Lua's library that never returns, is given up after a grace: the run goes on without it.
struct Watchdog: Sendable {
  /// How often it looks; a script may compute that much longer than it should.
  private static let interval = DispatchTimeInterval.milliseconds(20)

  /// What one look counts for at most.
  private static let longest = Duration.milliseconds(40)

  private let flag: StopFlag
  private let stretch: Duration
  private let grace: Duration
  private let end = DispatchSemaphore(value: 0)

  init(over flag: StopFlag, limits: Limits) {
    self.flag = flag
    stretch = limits.stretch
    grace = limits.grace
  }

  /// Starts to look; `giveUp` is called at most once, from the watchdog's thread.
  func start(givingUp giveUp: @escaping @Sendable () -> Void) {
    let thread = Thread { watch(giveUp) }
    thread.start()
  }

  /// Ends the watch.
  func stop() {
    end.signal()
  }

  private func watch(_ giveUp: @Sendable () -> Void) {
    Thread.current.name = "lua watchdog"
    var turn: UInt64 = 0
    var last = ContinuousClock.now
    /// What was observed, a look at a time: a machine that sleeps, or a process that is stopped, computes nothing.
    var computed = Duration.zero
    var waited = Duration.zero
    while end.wait(timeout: .now() + Self.interval) == .timedOut {
      let now = ContinuousClock.now
      let observed = min(now - last, Self.longest)
      last = now
      let current = flag.turns
      if current != turn || current.isMultiple(of: 2) {
        (turn, computed, waited) = (current, .zero, .zero)
      } else if computed < stretch {
        computed += observed
      } else {
        flag.raise(.stretch)
        waited += observed
        if waited >= grace { return giveUp() }
      }
    }
  }
}
