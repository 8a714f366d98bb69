import Synchronization

/// A terminal with a line at its end that is written over, and that nothing else ever mixes with:
/// whatever is written takes its place, and it is drawn again below.
package final class ProgressConsole: Console {
  /// To the line's beginning, and away with what stands there (ECMA-48).
  private static let eraser = "\r\u{1B}[K"
  /// Below what is written faster than this it is left to the next tick of its painter.
  private static let shortestStay = Duration.milliseconds(50)

  private struct State {
    var line = ""
    var isShown = false
    /// Whether the cursor is where a line can begin.
    var isAtStart = true
    var isOver = false
    var drawnAt: ContinuousClock.Instant?
  }

  private let next: any Console
  private let state = Mutex(State())

  package init(_ next: any Console) {
    self.next = next
  }

  package var isTerminal: Bool { next.isTerminal }
  package var isOutputTerminal: Bool { next.isOutputTerminal }
  package var hasReader: Bool { next.hasReader }

  /// Shows the line in the place of the one before.
  func show(_ line: String) {
    state.withLock { state in
      guard !state.isOver else { return }
      state.line = line
      guard state.isAtStart else { return }
      state.isShown = true
      state.drawnAt = .now
      next.writeError(Self.eraser + line)
    }
  }

  /// Takes the line away, for good.
  func end() {
    state.withLock { state in
      if state.isShown { next.writeError(Self.eraser) }
      (state.isShown, state.isOver) = (false, true)
    }
  }

  package func writeOutput(_ text: String) {
    guard isOutputTerminal else { return next.writeOutput(text) }
    state.withLock { state in
      if state.isShown { next.writeError(Self.eraser) }
      next.writeOutput(text)
      let line = lineAfter(text, &state)
      if !line.isEmpty { next.writeError(line) }
    }
  }

  package func writeError(_ text: String) {
    state.withLock { state in
      let eraser = state.isShown ? Self.eraser : ""
      next.writeError(eraser + text + lineAfter(text, &state))
    }
  }

  /// What is to be drawn below a text; nothing in the middle of one, and nothing below a flood.
  private func lineAfter(_ text: String, _ state: inout State) -> String {
    state.isShown = false
    if let last = text.utf8.last { state.isAtStart = last == UInt8(ascii: "\n") }
    let isFlood = state.drawnAt.map { ContinuousClock.now - $0 < Self.shortestStay } ?? true
    guard !state.isOver, state.isAtStart, !isFlood else { return "" }
    state.isShown = true
    state.drawnAt = .now
    return state.line
  }
}

/// The progress line of a run from its beginning to its end; where there is no screen for it,
/// nothing.
package final class LiveProgress: Sendable {
  private let screen: ProgressConsole?
  private let display: TerminalCapabilities
  private let painting = Mutex<Task<Void, Never>?>(nil)

  package init(on screen: ProgressConsole?, _ display: TerminalCapabilities) {
    self.screen = screen
    self.display = display
  }

  /// Whether there is a line.
  package var isShown: Bool { screen != nil }

  package func begin(_ sample: @escaping ProgressPainter.Sample) {
    guard let screen else { return }
    let painter = ProgressPainter(
      on: screen, width: { [display] in ProgressPainter.width(display) }, sample)
    painting.withLock { $0 = Task { await painter.paint(by: ContinuousClock()) } }
  }

  /// Takes the line away; what is written afterwards stays.
  package func end() {
    painting.withLock { $0?.cancel() }
    screen?.end()
  }
}
