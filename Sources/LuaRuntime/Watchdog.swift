import Dispatch
import Foundation

/// Looks at a running script from a thread of its own, and ends it if it computes too long between
/// two calls of the host.
///
/// It reads one counter of the state, which is odd while Lua runs; that costs the script nothing.
/// Lua code ends when it next looks at the stop flag. A function of Lua's library may never return:
/// the watchdog gives it up after a grace, and the run ends without it.
struct Watchdog: Sendable {
  /// The time between two looks; a script may compute that much longer than it should.
  private static let interval = DispatchTimeInterval.milliseconds(20)

  /// The longest time that one look counts for.
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
    // Both add up the time between looks, capped: while the computer sleeps or the process is
    // stopped, the script computes nothing.
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
