/// A Qubitro API key.
///
/// It prints as redacted. Only the transport and the masking of output read it.
package struct APIKey: Sendable {
  /// A shorter key would stand in other text by chance.
  private static let shortestMasked = 8

  private let secret: String

  /// Takes the key as a file has it, and drops white space around it and a leading `Bearer `.
  ///
  /// Throws if nothing is left, or if the key could not stand in a header.
  package init(_ text: String) throws(QubitroError) {
    var secret = text.trimmed
    if secret == "Bearer" || secret.hasPrefix("Bearer ") {
      secret = String(secret.dropFirst("Bearer".count)).trimmed
    }
    guard !secret.isEmpty else { throw QubitroError(.configuration, "the API key is empty") }
    guard secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw QubitroError(
        .configuration, "the API key holds a space, a line break or a character that no key has")
    }
    self.secret = secret
  }

  /// The bytes of an answer, with `[masked]` in the place of every copy of the key.
  ///
  /// A proxy, or an API under debugging, may send back what it received, and the host keeps and
  /// shows answers.
  func masked(in bytes: [UInt8]) -> [UInt8] {
    guard secret.utf8.count >= Self.shortestMasked else { return bytes }
    return bytes.replacing(Array(secret.utf8), with: Array("[masked]".utf8))
  }

  /// The value of the `Authorization` header.
  var authorization: String { "Bearer \(secret)" }

  /// The key itself, for masking it in output.
  package var unmasked: String { secret }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "[API key]" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}
