import Effects
import JSONCodec
import Synchronization

/// Masks the run's secrets in all that is written.
package final class MaskedConsole: Console {
  /// A message that shortens a quoted text keeps at least this many characters.
  private static let beginning = 32

  /// The number of device tokens to remember: more than a script works with at a time, and so few
  /// that memory does not grow with a million devices.
  private static let tokenCount = 10_000

  private let next: any Console
  private let mask = Mutex((secrets: SecretMask(), tokens: SecretMask(capacity: tokenCount)))

  package init(_ next: any Console) {
    self.next = next
  }

  package var isTerminal: Bool { next.isTerminal }
  package var isOutputTerminal: Bool { next.isOutputTerminal }
  package var hasReader: Bool { next.hasReader }

  /// Masks a device's token from now on, until `tokenCount` newer ones have come.
  ///
  /// It also masks the ways in which JSON, a field of the log and escaped text spell the token.
  package func learn(token: String) {
    let spellings = Self.spellings(of: token)
    mask.withLock { mask in
      for spelling in spellings { mask.tokens.learn(spelling) }
    }
  }

  /// Masks a secret from now on, and also its beginning and each of its lines.
  ///
  /// A message may quote only a part of a long text.
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

  /// The distinct ways in which a secret may be written.
  private static func spellings(of secret: String) -> [String] {
    // Letters and digits are never escaped.
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

  /// Writes to standard error; `paint` colours the text after the secrets are masked.
  ///
  /// A colour in the middle of a secret would hide the secret from the mask.
  package func writeError(_ text: String, paintedBy paint: (String) -> String) {
    next.writeError(paint(masked(text)))
  }

  private func masked(_ text: String) -> String {
    mask.withLock { $0.tokens.masked($0.secrets.masked(text)) }
  }
}
