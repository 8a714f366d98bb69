import Effects
import Synchronization

/// Masks every secret of the run in whatever is written.
final class MaskedConsole: Console {
  /// Messages cut what they quote no shorter than this.
  private static let beginning = 32

  private let next: any Console
  private let mask = Mutex(SecretMask())

  init(_ next: any Console) {
    self.next = next
  }

  var isTerminal: Bool { next.isTerminal }

  /// Masks the secret as it is, and as JSON, a log's field and plain text would spell it.
  func learn(_ secret: String) {
    learn(Self.spellings(of: secret))
  }

  /// Masks also what is left of it where only its beginning, or one of its lines, is shown.
  func learn(withParts secret: String) {
    let lines = secret.split(whereSeparator: \.isNewline).map(String.init)
    let spellings = ([secret] + lines).flatMap(Self.spellings)
    learn(spellings + spellings.filter { $0.utf8.count > Self.beginning }.map { String($0.prefix(Self.beginning)) })
  }

  private func learn(_ spellings: [String]) {
    mask.withLock { mask in
      for spelling in Set(spellings) { mask.learn(spelling) }
    }
  }

  private static func spellings(of secret: String) -> [String] {
    [
      secret, JSONLine.escaped(secret), String(Value.text(secret).description.dropFirst().dropLast()), PlainText.harmless(secret),
      PlainText.line(secret),
    ]
  }

  func writeOutput(_ text: String) {
    next.writeOutput(mask.withLock { $0.masked(text) })
  }

  func writeError(_ text: String) {
    next.writeError(mask.withLock { $0.masked(text) })
  }
}
