import Synchronization
import Terminal
import TestSupport
import Testing

@testable import Reporting

/// A clock whose time passes when somebody sleeps, and that ends after so many sleeps.
private struct HurriedClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
  }

  private final class Time: Sendable {
    let state: Mutex<(now: Instant, rest: Int)>
    init(_ sleeps: Int) { state = Mutex((Instant(offset: .zero), sleeps)) }
  }

  private let time: Time

  init(sleeps: Int) { time = Time(sleeps) }

  var now: Instant { time.state.withLock { $0.now } }
  var minimumResolution: Duration { .zero }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try time.state.withLock { state in
      guard state.rest > 0 else { throw CancellationError() }
      state = (deadline, state.rest - 1)
    }
  }
}

struct ProgressPainterTests {
  @Test
  func `the line is drawn five times a second, with the rate, as wide as the terminal is by then`()
    async
  {
    let console = CapturedConsole(isTerminal: true)
    let done = Mutex(0)
    let painter = ProgressPainter(
      on: ProgressConsole(console), width: { done.withLock { $0 } < 60 ? 80 : 16 },
      {
        var line = ProgressLine()
        line.done = done.withLock { done in
          done += 10
          return done
        }
        return line
      })
    await painter.paint(by: HurriedClock(sleeps: 7))
    let screen = TerminalScreen(console.error)
    #expect(
      screen.erased + screen.lines == [
        "10 devices", "20 devices", "30 devices", "40 devices  50.0 a second",
        "50 devices  50.0 a second", "60 devices", "70 devices",
      ])
  }
}
