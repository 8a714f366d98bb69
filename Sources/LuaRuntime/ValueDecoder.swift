import CLuaHost
import Effects

/// Decodes the values that CLuaHost encodes.
///
/// Damaged bytes are a fault of the host: the decoder throws, and never traps.
struct ValueDecoder {
  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Decodes one value, which takes up all of the bytes.
  static func value(from bytes: [UInt8]) throws(ScriptFailure) -> Value {
    var decoder = ValueDecoder(bytes)
    let value = try decoder.value()
    guard decoder.position == bytes.count else { throw decoder.damaged }
    return value
  }

  /// The levels that the encoder allows in one argument, and the array of the arguments.
  private static let deepest = Int(LH_MAX_DEPTH) + 1

  private mutating func value(depth: Int = 0) throws(ScriptFailure) -> Value {
    guard depth <= Self.deepest else { throw damaged }
    switch try byte() {
    case ValueTag.null: return .null
    case ValueTag.false: return .boolean(false)
    case ValueTag.true: return .boolean(true)
    case ValueTag.integer: return .integer(Int64(bitPattern: try bits()))
    case ValueTag.float: return .float(Double(bitPattern: try bits()))
    case ValueTag.string: return .string(try string())
    case ValueTag.array: return .array(try array(depth))
    case ValueTag.map: return .map(try map(depth))
    default: throw damaged
    }
  }

  private mutating func array(_ depth: Int) throws(ScriptFailure) -> [Value] {
    let count = try count()
    var elements: [Value] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
    return elements
  }

  private mutating func map(_ depth: Int) throws(ScriptFailure) -> [ByteString: Value] {
    let count = try count()
    var fields: [ByteString: Value] = Dictionary(minimumCapacity: count)
    for _ in 0..<count {
      let key = try string()
      fields[key] = try value(depth: depth + 1)
    }
    return fields
  }

  private mutating func byte() throws(ScriptFailure) -> UInt8 {
    guard position < bytes.count else { throw damaged }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func bits() throws(ScriptFailure) -> UInt64 {
    try littleEndian(width: 8)
  }

  /// A length or a count, neither of which can be larger than the number of bytes that are left.
  private mutating func count() throws(ScriptFailure) -> Int {
    let count = Int(try littleEndian(width: 4))
    guard count <= bytes.count - position else { throw damaged }
    return count
  }

  private mutating func littleEndian(width: Int) throws(ScriptFailure) -> UInt64 {
    guard bytes.count - position >= width else { throw damaged }
    var bits: UInt64 = 0
    for offset in 0..<width { bits |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += width
    return bits
  }

  private mutating func string() throws(ScriptFailure) -> ByteString {
    let count = try count()
    defer { position += count }
    return ByteString(copying: bytes.span.extracting(position..<position + count))
  }

  private var damaged: ScriptFailure {
    ScriptFailure(.internal, "a value from Lua is damaged at byte \(position) of \(bytes.count)")
  }
}

/// The first byte of an encoded value or reply, which tells what follows; CLuaHost defines it.
enum ValueTag {
  static let null = UInt8(LH_NULL.rawValue)
  static let `false` = UInt8(LH_FALSE.rawValue)
  static let `true` = UInt8(LH_TRUE.rawValue)
  static let integer = UInt8(LH_INTEGER.rawValue)
  static let float = UInt8(LH_FLOAT.rawValue)
  static let string = UInt8(LH_STRING.rawValue)
  static let array = UInt8(LH_ARRAY.rawValue)
  static let map = UInt8(LH_MAP.rawValue)

  static let returned = UInt8(LH_RETURNED.rawValue)
  static let refused = UInt8(LH_REFUSED.rawValue)
  static let raised = UInt8(LH_RAISED.rawValue)
}
