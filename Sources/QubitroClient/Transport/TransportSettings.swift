import Foundation
import NIOSSL

/// Which certificates a transport trusts, and which proxy and which version of HTTP it uses.
package struct TransportSettings: Sendable {
  /// Certificates that are trusted besides the system's.
  package var authorities: Authorities?
  package var proxy: ProxyServer?
  /// Off unless the user asks for it: one lost HTTP/2 connection makes every create in flight
  /// unknown.
  package var usesHTTP2 = false
  /// The most connections: one for each create in flight, and some for what the script reads.
  package var connections = 16

  package init(
    authorities: Authorities? = nil, proxy: ProxyServer? = nil, usesHTTP2: Bool = false,
    connections: Int = 16
  ) {
    self.connections = connections
    self.authorities = authorities
    self.proxy = proxy
    self.usesHTTP2 = usesHTTP2
  }

  /// TLS 1.2 or later, with certificates and names verified.
  func tls(to server: ServerName) -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let authorities { tls.additionalTrustRoots = [.certificates(authorities.certificates)] }
    // Behind a proxy the library would compare an address in the URL with the proxy's own.
    if proxy != nil, server.isAddress { tls.certificateVerification = .noHostnameVerification }
    return tls
  }
}

/// The certificates of `--ca-file`.
package struct Authorities: Sendable {
  let certificates: [NIOSSLCertificate]

  /// Takes what the file holds, in PEM; throws if that is no certificate.
  package init(pem: [UInt8], file: String) throws(QubitroError) {
    let found = try? NIOSSLCertificate.fromPEMBytes(pem)
    guard let found, !found.isEmpty else {
      throw QubitroError(
        .configuration,
        "\(file) holds no PEM certificates that can be read; "
          + "--ca-file takes the certificate of your authority")
    }
    certificates = found
  }
}

/// An HTTP proxy, as the environment names it.
package struct ProxyServer: Hashable, Sendable {
  package var host: String
  package var port: Int
  /// `USER:PASSWORD`, if the URL has them.
  package var credentials: String?

  /// The proxy for a base URL; nil for this machine itself, and for a host in `NO_PROXY`.
  ///
  /// `https_proxy` or `HTTPS_PROXY` names it, and for http only `http_proxy`. Throws if the value
  /// is not the URL of an HTTP proxy.
  package static func named(
    in environment: [String: String], for baseURL: BaseURL
  ) throws(QubitroError) -> ProxyServer? {
    guard let parts = URLComponents(string: baseURL.description), let host = parts.host,
      !baseURL.isLoopback
    else { return nil }
    let port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
    // Anyone who sends a CGI program the header `Proxy` can set HTTP_PROXY in capitals.
    let names = parts.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    let found = names.lazy.compactMap { name in environment[name].map { (name, $0) } }
    guard let (name, text) = found.first, !text.isEmpty else { return nil }
    let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    if isException(host, port, in: exceptions) { return nil }
    guard let proxy = ProxyServer(text) else {
      throw QubitroError(.configuration, "\(name) is not of the form http://HOST:PORT")
    }
    return proxy
  }

  private init?(_ text: String) {
    guard let parts = URLComponents(string: text.contains("://") ? text : "http://" + text),
      parts.scheme == "http", let host = parts.host, !host.isEmpty
    else { return nil }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? 80
    credentials = parts.user.map { "\($0):\(parts.password ?? "")" }
  }

  /// An entry is `*`, a host, a domain with or without a leading dot, or one of these with a port.
  private static func isException(_ host: String, _ port: Int, in list: String) -> Bool {
    list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
      if entry == "*" { return true }
      let parts = entry.lowercased().split(separator: ":", maxSplits: 1)
      guard let name = parts.first else { return false }
      if parts.count == 2, Int(parts[1]) != port { return false }
      let domain = name.hasPrefix(".") ? name.dropFirst() : name
      return host.lowercased() == domain || host.lowercased().hasSuffix("." + domain)
    }
  }
}
