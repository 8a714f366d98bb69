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
