import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Simulator
import TestSupport

/// Sends one request on a connection of its own, and reads all that comes until the server closes
/// it.
struct RawClient: Sendable {
  /// What came, whole or not.
  struct Answer: Sendable {
    /// nil when not even the head came.
    var status: Int?
    var headers: [String: String] = [:]
    var body = ""

    /// Whether a body in chunks came with its end.
    var hasLastChunk = false

    /// Whether as many bytes came as were announced.
    var isWhole: Bool { hasLastChunk || headers["content-length"] == String(body.utf8.count) }
    var json: String { RawClient.sorted(body) }
  }

  var port: Int
  var key: String? = RunningSimulator.key
  /// An authority to trust, as PEM, for a server that speaks TLS.
  var authority: String?
  /// Leaves it to the server to end the connection.
  var keepsAlive = false

  static let devices = "/v2/projects/\(RunningSimulator.project)/devices"

  func get(_ path: String) async throws -> Answer { try await send("GET", path) }
  func delete(_ path: String) async throws -> Answer { try await send("DELETE", path) }

  @discardableResult
  func post(_ path: String, _ body: String = "") async throws -> Answer {
    try await send("POST", path, body)
  }

  func create(_ body: String = #"{"name":"a","description":"d","source":"mqtt"}"#) async throws
    -> Answer
  {
    try await post(Self.devices, body)
  }

  private func send(_ method: String, _ path: String, _ body: String = "") async throws -> Answer {
    var head = [
      "\(method) \(path) HTTP/1.1", "Host: localhost", "Content-Length: \(body.utf8.count)",
    ]
    if let key { head.append("Authorization: Bearer \(key)") }
    if !keepsAlive { head.append("Connection: close") }
    return Self.answer(try await exchange(head.joined(separator: "\r\n") + "\r\n\r\n" + body))
  }

  private func exchange(_ request: String) async throws -> String {
    let trusted = try authority.map { try NIOSSLCertificate.fromPEMBytes(Array($0.utf8)) }
    let tls = try trusted.map { certificates in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .certificates(certificates)
      return try NIOSSLContext(configuration: configuration)
    }
    let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
          }
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await connection.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: request))
      var bytes = ByteBuffer()
      do {
        for try await part in inbound { bytes.writeImmutableBuffer(part) }
      } catch is IOError {
        // A reset is one of the ways in which a connection ends.
      }
      return String(buffer: bytes)
    }
  }

  private static func answer(_ text: String) -> Answer {
    guard let end = text.firstRange(of: "\r\n\r\n") else { return Answer() }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    let fields = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        line[..<colon].lowercased(),
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      )
    }
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    var answer = Answer(
      status: status, headers: Dictionary(fields) { first, _ in first },
      body: String(text[end.upperBound...]))
    if answer.headers["transfer-encoding"] == "chunked" {
      (answer.body, answer.hasLastChunk) = joined(answer.body)
    }
    return answer
  }

  /// The chunks without their lengths, and whether the last one was among them (RFC 9112, section
  /// 7.1).
  private static func joined(_ chunks: String) -> (body: String, isWhole: Bool) {
    var (body, rest) = ([UInt8](), chunks.utf8[...])
    while let end = rest.firstRange(of: "\r\n".utf8),
      let length = Int(String(Substring(rest[..<end.lowerBound])), radix: 16)
    {
      guard length > 0 else { return (String(decoding: body, as: UTF8.self), true) }
      rest = rest[end.upperBound...]
      body += rest.prefix(length)
      rest = rest.dropFirst(length + 2)
    }
    return (String(decoding: body, as: UTF8.self), false)
  }

  /// The same JSON with its fields in the order of their names; empty if it is none.
  static func sorted(_ text: String) -> String {
    guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      let data = try? JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return "" }
    return String(decoding: data, as: UTF8.self)
  }
}

extension RunningSimulator {
  var client: RawClient { RawClient(port: port) }
}
