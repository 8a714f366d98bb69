import HTTPTypes
import Hummingbird
import NIOCore

/// Answers whose body does not come as it should.
enum SpoiledBody {
  /// Text that is no JSON.
  static func text(_ text: String) -> Response {
    Response(status: .created, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// The HTML page of a proxy or a captive portal.
  static func page(_ title: String, status: HTTPResponse.Status) -> Response {
    let page = """
      <html>
      <head><title>\(title)</title></head>
      <body>
      <center><h1>\(title)</h1></center>
      </body>
      </html>

      """
    return Response(
      status: status, headers: [.contentType: "text/html"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
  }

  /// Half of the bytes that the head announces; then the body fails, and the server closes the
  /// connection.
  static func truncated(_ json: ByteBuffer, status: HTTPResponse.Status = .created) -> Response {
    response(status, length: json.readableBytes) { writer in
      try await writer.write(
        json.getSlice(at: json.readerIndex, length: json.readableBytes / 2) ?? json)
      throw HTTPError(.internalServerError)
    }
  }

  /// JSON that ends in blanks.
  static func padded(_ json: ByteBuffer, with blanks: Int) -> Response {
    response(length: json.readableBytes + blanks) { writer in
      try await writer.write(json)
      try await writer.write(ByteBuffer(repeating: UInt8(ascii: " "), count: blanks))
      try await writer.finish(nil)
    }
  }

  /// The whole body, byte by byte.
  static func dripping(_ json: ByteBuffer, over time: Duration) -> Response {
    response(length: json.readableBytes) { writer in
      let pause = time / max(1, json.readableBytes)
      for byte in json.readableBytesView {
        try await writer.write(ByteBuffer(bytes: [byte]))
        if pause > .zero { try await Task.sleep(for: pause) }
      }
      try await writer.finish(nil)
    }
  }

  /// The whole body; then the connection closes, which no header has announced.
  static func closing(_ json: ByteBuffer, _ channel: any Channel) -> Response {
    response(length: json.readableBytes) { writer in
      try await writer.write(json)
      try await writer.finish(nil)
      try? await channel.close()
    }
  }

  private static func response(
    _ status: HTTPResponse.Status = .created, length: Int,
    _ write: @escaping @Sendable @concurrent (inout any ResponseBodyWriter) async throws -> Void
  ) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json", .contentLength: String(length)],
      body: ResponseBody(contentLength: length, write))
  }
}
