import Effects
import Synchronization

/// Masks every secret of the run in whatever is written.
final class MaskedConsole: Console {
  private let next: any Console
  private let mask = Mutex(SecretMask())

  init(_ next: any Console) {
    self.next = next
  }

  var isTerminal: Bool { next.isTerminal }

  /// Masks the secret as it is, and as JSON and a log's field would spell it.
  func learn(_ secret: String) {
    let spellings: Set = [secret, JSONLine.escaped(secret), String(Value.text(secret).description.dropFirst().dropLast())]
    mask.withLock { mask in
      for spelling in spellings { mask.learn(spelling) }
    }
  }

  func writeOutput(_ text: String) {
    next.writeOutput(mask.withLock { $0.masked(text) })
  }

  func writeError(_ text: String) {
    next.writeError(mask.withLock { $0.masked(text) })
  }
}
