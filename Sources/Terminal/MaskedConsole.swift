import Effects
import JSONCodec
import Synchronization

/// Masks every secret of the run in whatever is written.
package final class MaskedConsole: Console {
  /// Messages cut what they quote no shorter than this.
  private static let beginning = 32

  /// How many tokens of devices are remembered: more than a script has at hand, and the same for a
  /// million devices.
  private static let tokenCount = 10_000

  private let next: any Console
  private let mask = Mutex((secrets: SecretMask(), tokens: SecretMask(capacity: tokenCount)))

  package init(_ next: any Console) {
    self.next = next
  }

  package var isTerminal: Bool { next.isTerminal }
  package var isOutputTerminal: Bool { next.isOutputTerminal }
  package var hasReader: Bool { next.hasReader }

  /// Masks a device's token as it is, and as JSON, a log's field and plain text would spell it,
  /// until so many others have come.
  package func learn(token: String) {
    let spellings = Self.spellings(of: token)
    mask.withLock { mask in
      for spelling in spellings { mask.tokens.learn(spelling) }
    }
  }

  /// Masks also what is left of it where only its beginning, or one of its lines, is shown.
  package func learn(withParts secret: String) {
    let lines = secret.split(whereSeparator: \.isNewline).map(String.init)
    let spellings = ([secret] + lines).flatMap(Self.spellings)
    learn(
      spellings
        + spellings.filter { $0.utf8.count > Self.beginning }.map {
          String($0.prefix(Self.beginning))
        })
  }

  private func learn(_ spellings: [String]) {
    mask.withLock { mask in
      for spelling in Set(spellings) { mask.secrets.learn(spelling) }
    }
  }

  /// Each of them once.
  private static func spellings(of secret: String) -> [String] {
    // Letters and digits are spelled one way everywhere.
    let isPlain = secret.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
    }
    if isPlain { return [secret] }
    let spellings: Set = [
      secret, JSONWriter.escaped(secret, controls: .all),
      String(Value.text(secret).description.dropFirst().dropLast()), TerminalSafe.escaped(secret),
      TerminalSafe.line(secret),
    ]
    return Array(spellings)
  }

  package func writeOutput(_ text: String) {
    next.writeOutput(masked(text))
  }

  package func writeError(_ text: String) {
    next.writeError(masked(text))
  }

  /// Has `paint` colour what was masked, so that no colour stands in the middle of a secret.
  package func writeError(_ text: String, paintedBy paint: (String) -> String) {
    next.writeError(paint(masked(text)))
  }

  private func masked(_ text: String) -> String {
    mask.withLock { $0.tokens.masked($0.secrets.masked(text)) }
  }
}
