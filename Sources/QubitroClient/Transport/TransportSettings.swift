import Foundation
import NIOSSL

/// How the wire is set up: whom to trust, through which proxy, in which version.
package struct TransportSettings: Sendable {
  /// A file of PEM certificates that are trusted besides the system's.
  package var caFile: String?
  package var proxy: ProxyServer?
  /// One lost HTTP/2 connection makes every create in flight unknown, so it is off unless asked for.
  package var usesHTTP2 = false
  /// How many connections there may be: for each create in flight, and some for what the script reads meanwhile.
  package var connections = 16

  package init(caFile: String? = nil, proxy: ProxyServer? = nil, usesHTTP2: Bool = false, connections: Int = 16) {
    self.connections = connections
    self.caFile = caFile
    self.proxy = proxy
    self.usesHTTP2 = usesHTTP2
  }

  /// Throws when the certificates cannot be read.
  package func check() throws(QubitroError) {
    guard let caFile else { return }
    let certificates = try? NIOSSLCertificate.fromPEMFile(caFile)
    guard let certificates, !certificates.isEmpty else {
      throw QubitroError(
        .configuration, "\(caFile) holds no PEM certificates that can be read; --ca-file takes the certificate of your authority")
    }
  }

  /// TLS 1.2 or later, certificates and names verified.
  func tls(to server: ServerName) -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let caFile { tls.additionalTrustRoots = [.file(caFile)] }
    // Behind a proxy the library would compare an address in the URL with the proxy's own.
    if proxy != nil, server.isAddress { tls.certificateVerification = .noHostnameVerification }
    return tls
  }
}

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
