import Hummingbird
import NIOCore
import QubitroModel

/// An answer that lists devices, which are encoded and sent in chunks, however many there are.
struct DeviceListAnswer: Sendable {
  /// How many devices are encoded at once.
  private static let chunkLength = 500

  private let devices: DeviceList
  private let encode: @Sendable (ModelDevice) -> JSONValue
  /// The text before the devices, and the text after them.
  private let (opening, closing): (String, String)

  /// `envelope` is the answer without the devices: they go into its only empty array.
  init(
    _ devices: DeviceList, in envelope: JSONValue,
    as encode: @escaping @Sendable (ModelDevice) -> JSONValue
  ) {
    self.devices = devices
    self.encode = encode
    let halves = String(buffer: envelope.bytes).split(
      separator: "[]", maxSplits: 1, omittingEmptySubsequences: false)
    (opening, closing) = (halves[0] + "[", "]" + (halves.dropFirst().first ?? ""))
  }

  /// The answer; one of several chunks does not announce its length.
  var response: Response {
    guard devices.count > Self.chunkLength else {
      return .json(.ok, ResponseBody(byteBuffer: whole))
    }
    let body = ResponseBody { writer in
      for start in starts { try await writer.write(chunk(from: start)) }
      try await writer.finish(nil)
    }
    return .json(.ok, body)
  }

  /// The whole body at once.
  var whole: ByteBuffer {
    starts.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer(chunk(from: $1)) }
  }

  /// Where the chunks start: an answer without devices has a chunk, too.
  private var starts: StrideTo<Int> {
    stride(from: 0, to: max(1, devices.count), by: Self.chunkLength)
  }

  private func chunk(from start: Int) -> ByteBuffer {
    let end = min(start + Self.chunkLength, devices.count)
    var buffer = ByteBuffer(string: start == 0 ? opening : "")
    for position in start..<end {
      if position > 0 { buffer.writeStaticString(",") }
      buffer.writeJSON(encode(devices[position]))
    }
    if end == devices.count { buffer.writeString(closing) }
    return buffer
  }
}
