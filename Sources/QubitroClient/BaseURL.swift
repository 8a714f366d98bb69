import Foundation

/// The address of the API: scheme, host, port and a path prefix, and nothing else.
package struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// The address of Qubitro's own service.
  package static let published = BaseURL(normalized: "https://api.qubitro.com")

  /// The URL in one spelling: lower case, no default port, no trailing dot or slash.
  ///
  /// A ledger tells projects apart by it.
  package let description: String

  private init(normalized: String) {
    description = normalized
  }

  /// Takes a plain http or https URL, and throws for any other text.
  ///
  /// Throws for http to another machine, too: everyone on the way would see the key.
  package init(_ text: String) throws(QubitroError) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let host = parts.host, !host.isEmpty, ["http", "https"].contains(scheme),
      parts.query == nil, parts.fragment == nil, Self.isPlain(host)
    else {
      throw QubitroError(
        .configuration, "the base URL is not of the form https://HOST[:PORT][/PATH]")
    }
    guard parts.user == nil, parts.password == nil else {
      throw QubitroError(
        .configuration,
        "the base URL must name no user and no password; the API key is all that is needed")
    }
    guard scheme == "https" || Self.isLoopback(host) else {
      throw QubitroError(
        .configuration,
        "the base URL '\(text)' would send the API key unencrypted; "
          + "use https (http is for this machine only)")
    }
    let port = parts.port.flatMap { $0 == (scheme == "https" ? 443 : 80) ? nil : ":\($0)" } ?? ""
    let name = Self.trimmed(host.lowercased(), of: ".")
    let path = Self.trimmed(parts.percentEncodedPath, of: "/")
    description = "\(scheme)://\(name)\(port)\(path)"
  }

  /// The URL of a path.
  ///
  /// Each segment is percent-encoded, so that none can lead elsewhere.
  package func url(_ segments: String...) -> String {
    url(segments)
  }

  /// The URL of a path of any number of segments.
  package func url(_ segments: [String]) -> String {
    description + segments.map { "/" + Self.encoded($0) }.joined()
  }

  /// `?name=value&...`, percent-encoded; empty if there are no parameters.
  static func query(_ parameters: [(name: String, value: String)]) -> String {
    guard !parameters.isEmpty else { return "" }
    return "?"
      + parameters.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
  }

  /// Whether the host is this very machine.
  var isLoopback: Bool {
    URLComponents(string: description)?.host.map(Self.isLoopback) ?? false
  }

  /// The server that the certificate must name; nil for http, which has no certificates.
  var serverName: ServerName? {
    guard description.hasPrefix("https://") else { return nil }
    // A certificate has the name as DNS has it: `xn--...` for a name with other letters.
    return ServerName(URLComponents(string: description)?.encodedHost ?? "")
  }

  /// Whether a host, without its percent-encoding, contains no character that ends a host.
  private static func isPlain(_ host: String) -> Bool {
    host.hasPrefix("[") || !host.contains { "@:/?#[]\\%".contains($0) || $0.isWhitespace }
  }

  private static func encoded(_ segment: String) -> String {
    let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.".utf8)
    let dotsOnly = segment.allSatisfy { $0 == "." }
    return segment.utf8.map { byte in
      unreserved.contains(byte) && !(dotsOnly && byte == UInt8(ascii: "."))
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  private static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
  }

  private static func trimmed(_ text: String, of last: Character) -> String {
    String(text[..<(text.lastIndex { $0 != last }.map(text.index(after:)) ?? text.startIndex)])
  }
}
