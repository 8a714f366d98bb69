/// Cuts the elements out of a JSON array that arrives in pieces.
///
/// The array stands alone, or in the field `data` of an envelope. A project's devices come in one
/// body of any length, and the reader holds no more of it than one element.
package struct JSONArrayReader: Sendable {
  /// Why the body is no list.
  package enum Fault: Error, Hashable, Sendable {
    case noArray
    case elementTooLarge
    case tooDeep
    /// More bytes follow the end.
    case trailingBytes
  }

  /// The largest element, in bytes.
  package static let elementLimit = 1 << 20

  private enum Place {
    case start
    /// In the envelope's object, outside the array.
    case envelope
    case array
    case end
    /// In `null`, which some servers send for an empty list, with so many letters still to come.
    case null(Int)
  }

  private var place = Place.start
  /// How many brackets are open, those of the array and of the envelope included.
  private var depth = 0
  private var arrayDepth = 0
  private var isInString = false
  private var isEscaped = false
  /// The element that has begun, without the space around it.
  private var element: [UInt8] = []
  /// The last string at the envelope's own level, which may be the name of a field.
  private var name: [UInt8] = []
  private var isName = false
  /// Whether the envelope's `data` is null.
  private var isNull = false

  package init() {}

  /// Whether the array, and the envelope around it, have ended.
  package var isComplete: Bool {
    if case .end = place { true } else { false }
  }

  /// Takes the next piece and returns the elements that end in it.
  package mutating func read(_ bytes: some Sequence<UInt8>) throws(Fault) -> [[UInt8]] {
    var elements: [[UInt8]] = []
    for byte in bytes {
      switch place {
      case .start: try start(byte)
      case .envelope: try passEnvelope(byte)
      case .array: if let complete = try take(byte) { elements.append(complete) }
      case .null(let rest):
        guard Array("null".utf8)[4 - rest] == byte else { throw .noArray }
        place = rest == 1 ? .end : .null(rest - 1)
      case .end: if !Self.isSpace(byte) { throw .trailingBytes }
      }
    }
    return elements
  }

  private mutating func start(_ byte: UInt8) throws(Fault) {
    if Self.isSpace(byte) { return }
    depth = 1
    switch byte {
    case UInt8(ascii: "["): (place, arrayDepth) = (.array, 1)
    case UInt8(ascii: "{"): place = .envelope
    case UInt8(ascii: "n"): place = .null(3)
    default: throw .noArray
    }
  }

  private mutating func passEnvelope(_ byte: UInt8) throws(Fault) {
    if isInString { return passString(byte) }
    switch byte {
    case UInt8(ascii: "\""):
      isInString = true
      if depth == 1 { (name, isName) = ([], true) }
    case UInt8(ascii: "["):
      depth += 1
      if depth == 2, arrayDepth == 0, name == Array("data".utf8) {
        (place, arrayDepth) = (.array, depth)
      }
    case UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: ","): if depth == 1 { name = [] }
    case UInt8(ascii: "n"): if depth == 1, name == Array("data".utf8) { isNull = true }
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      depth -= 1
      if depth == 0 {
        guard arrayDepth > 0 || isNull else { throw .noArray }
        place = .end
      }
    default: break
    }
    if depth > JSON.nestingLimit { throw .tooDeep }
  }

  private mutating func passString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
      isName = false
      return
    }
    if isName, name.count < 16 { name.append(byte) }
  }

  /// Takes a byte inside the array, and returns the element that the byte ends.
  private mutating func take(_ byte: UInt8) throws(Fault) -> [UInt8]? {
    let isBetween = depth == arrayDepth && !isInString
    if isBetween {
      if byte == UInt8(ascii: ",") { return finish() }
      if byte == UInt8(ascii: "]") {
        defer { leaveArray() }
        return finish()
      }
      if Self.isSpace(byte) { return nil }
    }
    guard element.count < Self.elementLimit else { throw .elementTooLarge }
    element.append(byte)
    if isInString {
      passString(byte)
    } else if byte == UInt8(ascii: "\"") {
      isInString = true
    } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
      depth += 1
      if depth > JSON.nestingLimit { throw .tooDeep }
    } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
      depth -= 1
    }
    return nil
  }

  private mutating func finish() -> [UInt8]? {
    guard !element.isEmpty else { return nil }
    defer { element = [] }
    return element
  }

  private mutating func leaveArray() {
    depth -= 1
    place = depth == 0 ? .end : .envelope
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
