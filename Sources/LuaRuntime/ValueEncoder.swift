import Effects

/// Encodes the values that CLuaHost decodes.
///
/// CLuaHost's header of the tags describes the form.
struct ValueEncoder {
  private var bytes: [UInt8] = []

  static func bytes(of value: Value) -> [UInt8] {
    var encoder = ValueEncoder()
    encoder.put(value)
    return encoder.bytes
  }

  /// Encodes a reply: how the call ends, and a value.
  ///
  /// `ended` takes no bytes, since no script receives it.
  static func bytes(ofReply reply: Reply) -> [UInt8] {
    var encoder = ValueEncoder()
    encoder.bytes.reserveCapacity(512)
    switch reply {
    case .returned(let value):
      encoder.bytes.append(ValueTag.returned)
      encoder.put(value)
    case .refused(let failure):
      encoder.bytes.append(ValueTag.refused)
      encoder.put(failure.value)
    case .raised(let failure):
      encoder.bytes.append(ValueTag.raised)
      encoder.put(failure.value)
    case .ended:
      break
    }
    return encoder.bytes
  }

  private mutating func put(_ value: Value) {
    switch value {
    case .null: bytes.append(ValueTag.null)
    case .boolean(let value): bytes.append(value ? ValueTag.true : ValueTag.false)
    case .integer(let value): put(ValueTag.integer, UInt64(bitPattern: value))
    case .float(let value): put(ValueTag.float, value.bitPattern)
    case .string(let string):
      bytes.append(ValueTag.string)
      put(string)
    case .array(let elements):
      bytes.append(ValueTag.array)
      put(count: elements.count)
      for element in elements { put(element) }
    case .map(let fields):
      bytes.append(ValueTag.map)
      put(count: fields.count)
      for (key, value) in fields {
        put(key)
        put(value)
      }
    }
  }

  private mutating func put(_ tag: UInt8, _ bits: UInt64) {
    bytes.append(tag)
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
  }

  private mutating func put(_ string: ByteString) {
    put(count: string.count)
    string.append(to: &bytes)
  }

  private mutating func put(count: Int) {
    let count = UInt32(clamping: count)
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift)))
    }
  }
}
