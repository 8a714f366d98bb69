import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Explains a transport's error in the words of an operations engineer.
///
/// It decides nothing.
struct TransportFault: CustomStringConvertible {
  private let error: any Error
  private let url: String

  init(_ error: any Error, at url: String) {
    self.error = error
    self.url = url
  }

  var description: String {
    switch error {
    case let error as Deadline.Exceeded: "no complete answer within \(error.duration)"
    case let error as HTTPClientError: Self.describe(error)
    case let error as NIOConnectionError: Self.describe(error)
    case let error as IOError: "\(Self.describe(error)) (\(place))"
    case let error as NIOSSLError: "\(Self.describe(error)) (\(place))"
    case let error as ServerName.Mismatch: "\(error) (\(place))"
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      "the server's certificate is not for this host (\(place))"
    case is SocketAddressError.UnknownHost: "the host name cannot be resolved (\(place))"
    case is NIOTooManyBytesError: "the answer is larger than the limit"
    default: "\(error) (\(place))"
    }
  }

  /// `HOST:PORT`, as far as the URL names them.
  private var place: String {
    let parts = URLComponents(string: url)
    return (parts?.host ?? url) + (parts?.port.map { ":\($0)" } ?? "")
  }

  private static func describe(_ error: HTTPClientError) -> String {
    switch error {
    case .remoteConnectionClosed: "the server closed the connection without a complete answer"
    case .connectTimeout: "no connection within the time limit"
    case .readTimeout, .deadlineExceeded: "no complete answer within the time limit"
    default: error.shortDescription
    }
  }

  private static func describe(_ error: NIOConnectionError) -> String {
    let cause: (any Error)? =
      error.connectionErrors.first?.error ?? error.dnsAError ?? error.dnsAAAAError
    let reason =
      (cause as? IOError).map(describe)
      ?? (cause is SocketAddressError.UnknownHost ? "the host name cannot be resolved" : nil)
      ?? cause.map { "\($0)" } ?? "no address"
    return "\(reason) (\(error.host):\(error.port))"
  }

  private static func describe(_ error: NIOSSLError) -> String {
    let text = "\(error)"
    if text.contains("CERTIFICATE_VERIFY_FAILED") {
      return "the server's certificate is not trusted"
    }
    if text.contains("WRONG_VERSION_NUMBER") { return "the server does not speak TLS on this port" }
    return "the TLS handshake failed"
  }

  private static func describe(_ error: IOError) -> String {
    switch error.errnoCode {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET, EPIPE: "the server reset the connection"
    case EHOSTUNREACH, ENETUNREACH: "no route to the server"
    case ETIMEDOUT: "the connection timed out"
    default: error.description
    }
  }
}
