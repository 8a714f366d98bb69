import Synchronization

/// Masks every secret of the run in whatever is written.
final class MaskedConsole: Console {
  private let next: any Console
  private let mask = Mutex(SecretMask())

  init(_ next: any Console) {
    self.next = next
  }

  var isTerminal: Bool { next.isTerminal }

  func learn(_ secret: String) {
    mask.withLock { $0.learn(secret) }
  }

  func writeOutput(_ text: String) {
    next.writeOutput(mask.withLock { $0.masked(text) })
  }

  func writeError(_ text: String) {
    next.writeError(mask.withLock { $0.masked(text) })
  }
}
