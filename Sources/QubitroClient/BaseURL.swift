import Foundation

/// Where the API lives: scheme, host, port and a path prefix, and nothing else.
package struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  package static let published = BaseURL(normalized: "https://api.qubitro.com")

  /// Without a trailing slash.
  package let description: String

  private init(normalized: String) {
    description = normalized
  }

  /// Throws for anything that is no plain http or https URL, and for http to another machine, which would show the key to
  /// everyone on the way.
  package init(_ text: String) throws(QubitroError) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
      ["http", "https"].contains(scheme), parts.query == nil, parts.fragment == nil, parts.user == nil
    else {
      throw QubitroError(.configuration, "the base URL '\(text)' is not of the form https://HOST[:PORT][/PATH]")
    }
    guard scheme == "https" || Self.isLoopback(host) else {
      throw QubitroError(
        .configuration, "the base URL '\(text)' would send the API key unencrypted; use https (http is for this machine only)")
    }
    let port = parts.port.map { ":\($0)" } ?? ""
    let path = parts.percentEncodedPath
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    description = "\(scheme)://\(host.lowercased())\(port)\(trimmed)"
  }

  /// The URL of a path whose segments are percent-encoded here, so that no segment can leave its place.
  package func url(_ segments: String...) -> String {
    description + segments.map { "/" + Self.encoded($0) }.joined()
  }

  private static func encoded(_ segment: String) -> String {
    let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.".utf8)
    let dotsOnly = segment.allSatisfy { $0 == "." }
    return segment.utf8.map { byte in
      unreserved.contains(byte) && !(dotsOnly && byte == UInt8(ascii: "."))
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["localhost", "::1", "[::1]"].contains(host.lowercased()) || host.hasPrefix("127.")
  }
}
