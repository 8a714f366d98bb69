import Synchronization

/// A terminal whose last line shows the progress of a run and is overwritten again and again.
///
/// Other text never mixes with that line: the console erases the line, writes the text, and draws
/// the line again below.
package final class ProgressConsole: Console {
  /// Moves the cursor to the line's beginning and erases the line (ECMA-48).
  private static let eraser = "\r\u{1B}[K"
  /// Between texts that follow each other faster than this, the line is not drawn; the next tick
  /// of the painter draws it.
  private static let shortestStay = Duration.milliseconds(50)

  private struct State {
    var line = ""
    var isShown = false
    /// Whether the cursor is at the beginning of a line.
    var isAtStart = true
    var isOver = false
    var drawnAt: ContinuousClock.Instant?
  }

  private let next: any Console
  private let state = Mutex(State())

  /// Draws on standard error of `next`.
  package init(_ next: any Console) {
    self.next = next
  }

  package var isTerminal: Bool { next.isTerminal }
  package var isOutputTerminal: Bool { next.isOutputTerminal }
  package var hasReader: Bool { next.hasReader }

  /// Shows a line in place of the last one.
  package func show(_ line: String) {
    state.withLock { state in
      guard !state.isOver else { return }
      state.line = line
      guard state.isAtStart else { return }
      state.isShown = true
      state.drawnAt = .now
      next.writeError(Self.eraser + line)
    }
  }

  /// Erases the line, and draws it no more.
  package func end() {
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

  /// The line to draw below a text; empty if the text has not ended its last line, and if texts
  /// follow each other too fast.
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
