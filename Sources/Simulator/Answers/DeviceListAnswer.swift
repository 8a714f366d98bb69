import Hummingbird
import NIOCore
import QubitroModel

/// An answer of devices, which are encoded and sent piece by piece however many there are.
struct DeviceListAnswer: Sendable {
  /// How many devices are encoded at once.
  private static let pieceLength = 500

  private let devices: DeviceList
  private let show: @Sendable (ModelDevice) -> WireValue
  /// What comes before the devices, and what comes after them.
  private let (opening, closing): (String, String)

  /// `envelope` is the answer without the devices: they go into its only empty array.
  init(_ devices: DeviceList, in envelope: WireValue, as show: @escaping @Sendable (ModelDevice) -> WireValue) {
    self.devices = devices
    self.show = show
    let halves = String(buffer: envelope.json).split(separator: "[]", maxSplits: 1, omittingEmptySubsequences: false)
    (opening, closing) = (halves[0] + "[", "]" + (halves.dropFirst().first ?? ""))
  }

  /// Longer ones than a piece do not say how long they are.
  var response: Response {
    guard devices.count > Self.pieceLength else { return JSONAnswer.response(.ok, ResponseBody(byteBuffer: whole)) }
    let body = ResponseBody { writer in
      for start in starts { try await writer.write(piece(from: start)) }
      try await writer.finish(nil)
    }
    return JSONAnswer.response(.ok, body)
  }

  /// The body at once.
  var whole: ByteBuffer {
    starts.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer(piece(from: $1)) }
  }

  /// Where the pieces start: an answer without devices has one, too.
  private var starts: StrideTo<Int> { stride(from: 0, to: max(1, devices.count), by: Self.pieceLength) }

  private func piece(from start: Int) -> ByteBuffer {
    let end = min(start + Self.pieceLength, devices.count)
    var buffer = ByteBuffer(string: start == 0 ? opening : "")
    for position in start..<end {
      if position > 0 { buffer.writeStaticString(",") }
      buffer.writeJSON(show(devices[position]))
    }
    if end == devices.count { buffer.writeString(closing) }
    return buffer
  }
}
