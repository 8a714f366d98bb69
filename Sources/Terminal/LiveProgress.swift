import Synchronization

/// The progress line of a run from its beginning to its end; where there is no screen for it, nothing.
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
    let painter = ProgressPainter(on: screen, width: { [display] in ProgressPainter.width(display) }, sample)
    painting.withLock { $0 = Task { await painter.paint(by: ContinuousClock()) } }
  }

  /// Takes the line away; what is written afterwards stays.
  package func end() {
    painting.withLock { $0?.cancel() }
    screen?.end()
  }
}
