import Foundation
import NIOCore
import NIOSSL

/// The name or the address in a URL, which the server's certificate must be for.
///
/// For any name that leads to an address, the TLS library accepts a certificate for the address. So
/// an attacker who can forge a DNS answer, and has a certificate for an address of his own, would
/// get the API key. Here a name matches names alone, and an address matches addresses alone (RFC
/// 9525, section 6). A common name counts for nothing.
struct ServerName: Hashable, Sendable {
  /// A certificate that is not the server's.
  struct Mismatch: Error, CustomStringConvertible {
    var expected: String
    /// What the certificate is for.
    var names: [String]

    var description: String {
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
      return names.isEmpty
        ? "the server's certificate names no server, so it is not for \(expected)"
        : "the server's certificate is for \(shown), not for \(expected)"
    }
  }

  private enum Identity: Hashable {
    case name(String)
    /// Four or sixteen bytes.
    case address([UInt8])
  }

  private let text: String
  private let identity: Identity

  /// Takes the host of a URL, with or without the brackets of an IPv6 address.
  init(_ host: String) {
    let bare =
      host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    text = bare
    identity = Self.address(bare).map(Identity.address) ?? .name(bare)
  }

  /// Whether the URL names an address instead of a host.
  var isAddress: Bool {
    if case .address = identity { true } else { false }
  }

  /// Throws unless the certificate is for this server.
  func check(_ certificate: NIOSSLCertificate) throws(Mismatch) {
    let names = certificate._subjectAlternativeNames()
    if !names.contains(where: matches) {
      throw Mismatch(expected: text, names: names.map(Self.shown))
    }
  }

  /// Closes a connection, and fails, unless the server at its other end is this one.
  ///
  /// Call it after the handshake, before anything is sent.
  func verify(_ channel: any Channel) -> EventLoopFuture<Void> {
    do {
      guard let leaf = try channel.pipeline.syncOperations.nioSSL_peerCertificate() else {
        throw Mismatch(expected: text, names: [])
      }
      try check(leaf)
      return channel.eventLoop.makeSucceededVoidFuture()
    } catch {
      close(channel)
      // The pool treats a connection that has closed like one that was never made. It cannot count
      // one that fails first and closes later.
      return channel.closeFuture.flatMapThrowing { throw error }
    }
  }

  /// Closes below TLS, whose closing message would wait for the other side.
  private func close(_ channel: any Channel) {
    do {
      try channel.pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self)
        .close(promise: nil)
    } catch {
      channel.close(promise: nil)
    }
  }

  private func matches(_ name: _SubjectAlternativeName) -> Bool {
    switch (identity, name.nameType) {
    case (.name(let host), .dnsName): Self.matches(host, name.text)
    case (.address(let address), .ipAddress): name.bytes == address
    default: false
    }
  }

  /// Whether a host fits a name of a certificate, whatever the case of the letters.
  ///
  /// A `*` in the name may stand for the whole first label (RFC 9525, section 6.3).
  static func matches(_ host: String, _ pattern: String) -> Bool {
    let (host, pattern) = (labels(host), labels(pattern))
    guard host.count == pattern.count, !host.contains(""), let first = pattern.first else {
      return false
    }
    // `*.com` would fit the hosts of everybody.
    if first == "*" { return host.count > 2 && host.dropFirst() == pattern.dropFirst() }
    return host == pattern
  }

  private static func labels(_ name: String) -> [Substring] {
    let labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    return labels.last == "" ? labels.dropLast() : labels
  }

  private static func address(_ text: String) -> [UInt8]? {
    // A zone (`fe80::1%eth0`) means something on this machine only.
    let bare = text.split(separator: "%", maxSplits: 1).first.map(String.init) ?? text
    guard let address = try? SocketAddress(ipAddress: bare, port: 0) else { return nil }
    return address.addressBytes
  }

  private static func shown(_ name: _SubjectAlternativeName) -> String {
    switch name.nameType {
    case .dnsName, .email, .uri: name.text
    case .ipAddress: SocketAddress.text(of: name.bytes) ?? "an odd address"
    default: "a name of another kind"
    }
  }
}

extension _SubjectAlternativeName {
  fileprivate var bytes: [UInt8] {
    unsafe contents.withUnsafeBufferPointer { unsafe Array($0) }
  }

  fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension SocketAddress {
  fileprivate var addressBytes: [UInt8]? {
    switch self {
    case .v4(let address):
      unsafe withUnsafeBytes(of: address.address.sin_addr) { unsafe Array($0) }
    case .v6(let address):
      unsafe withUnsafeBytes(of: address.address.sin6_addr) { unsafe Array($0) }
    case .unixDomainSocket: nil
    }
  }

  fileprivate static func text(of bytes: [UInt8]) -> String? {
    guard [4, 16].contains(bytes.count) else { return nil }
    return try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0).ipAddress
  }
}
