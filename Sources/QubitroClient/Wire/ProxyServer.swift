import Foundation

/// An HTTP proxy, as the environment names it.
package struct ProxyServer: Hashable, Sendable {
  package var host: String
  package var port: Int
  /// `USER:PASSWORD`, where the URL has it.
  package var credentials: String?

  /// The proxy for a base URL: `HTTPS_PROXY` or `https_proxy`, for http only `http_proxy`; none for this machine itself, and none where
  /// `NO_PROXY` has the host.
  ///
  /// Throws for a URL that is none of an HTTP proxy.
  package static func named(
    in environment: [String: String], for baseURL: BaseURL
  ) throws(QubitroError) -> ProxyServer? {
    guard let parts = URLComponents(string: baseURL.description), let host = parts.host, !baseURL.isLoopback else { return nil }
    let port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
    // HTTP_PROXY in capitals can be set by whoever sends a CGI program a header.
    let names = parts.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    guard let (name, text) = names.lazy.compactMap({ name in environment[name].map { (name, $0) } }).first, !text.isEmpty else {
      return nil
    }
    let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    if isException(host, port, in: exceptions) { return nil }
    guard let proxy = ProxyServer(text) else {
      throw QubitroError(.configuration, "\(name) is not of the form http://HOST:PORT")
    }
    return proxy
  }

  private init?(_ text: String) {
    guard let parts = URLComponents(string: text.contains("://") ? text : "http://" + text), parts.scheme == "http",
      let host = parts.host, !host.isEmpty
    else { return nil }
    self.host = host
    port = parts.port ?? 80
    credentials = parts.user.map { "\($0):\(parts.password ?? "")" }
  }

  /// An entry is `*`, a host, a domain with or without a leading dot, or one of these with a port.
  private static func isException(_ host: String, _ port: Int, in list: String) -> Bool {
    list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
      if entry == "*" { return true }
      let parts = entry.lowercased().split(separator: ":", maxSplits: 1)
      if parts.count == 2, Int(parts[1]) != port { return false }
      let domain = parts[0].hasPrefix(".") ? parts[0].dropFirst() : parts[0]
      return host.lowercased() == domain || host.lowercased().hasSuffix("." + domain)
    }
  }
}
