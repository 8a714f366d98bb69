/// A compiled chunk as Lua 5.4 dumps it (ldump.c): the parts that tell which names the code uses.
struct Bytecode {
  /// One function, with the functions inside it.
  struct Function {
    var code: [Instruction] = []
    /// The constants by index; nil for one that is no string.
    var constants: [String?] = []
    var upvalues: [Upvalue] = []
    var inner: [Function] = []
    /// The line of each instruction.
    var lines: [Int] = []
  }

  /// Where an upvalue comes from: a register or an upvalue of the enclosing function.
  struct Upvalue {
    var isInRegister: Bool
    var index: Int
  }

  let main: Function

  /// Throws if the bytes are no dump of Lua 5.4 with the sizes of this computer.
  init(_ bytes: [UInt8]) throws(ScriptFailure) {
    var reader = BytecodeReader(bytes)
    try reader.checkHeader()
    main = try reader.function(depth: 0)
  }
}

/// Reads a dump from front to back.
private struct BytecodeReader {
  /// Escape, "Lua", version 5.4, format 0, bytes that a conversion of text would damage, and the
  /// sizes of an instruction, an integer and a float.
  private static let header: [UInt8] = [
    0x1B, 0x4C, 0x75, 0x61, 0x54, 0x00, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8,
  ]
  /// The size of an integer and a float that show how numbers are stored, and of the number of
  /// upvalues.
  private static let headerTail = 8 + 8 + 1
  /// The limit of Lua itself, or more.
  private static let deepest = 250

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func checkHeader() throws(ScriptFailure) {
    guard bytes.starts(with: Self.header) else { throw damaged }
    position = Self.header.count + Self.headerTail
  }

  mutating func function(depth: Int) throws(ScriptFailure) -> Bytecode.Function {
    guard depth < Self.deepest else { throw damaged }
    var function = Bytecode.Function()
    _ = try string()
    let firstLine = try size()
    _ = try size()
    try skip(3)
    for _ in 0..<(try size()) { function.code.append(Instruction(bits: try word())) }
    for _ in 0..<(try size()) { function.constants.append(try constant()) }
    for _ in 0..<(try size()) {
      function.upvalues.append(
        Bytecode.Upvalue(isInRegister: try byte() != 0, index: Int(try byte())))
      try skip(1)
    }
    for _ in 0..<(try size()) { function.inner.append(try self.function(depth: depth + 1)) }
    function.lines = try lines(from: firstLine)
    try skipNames()
    return function
  }

  /// Reads the line of each instruction.
  ///
  /// There is one byte for each: the difference to the line before, or -128 if the line is in the
  /// table of absolute lines.
  private mutating func lines(from firstLine: Int) throws(ScriptFailure) -> [Int] {
    var differences: [Int8] = []
    for _ in 0..<(try size()) { differences.append(Int8(bitPattern: try byte())) }
    var absolute: [Int: Int] = [:]
    for _ in 0..<(try size()) {
      let instruction = try size()
      absolute[instruction] = try size()
    }
    var line = firstLine
    return differences.enumerated().map { index, difference in
      line = difference == -128 ? absolute[index] ?? line : line + Int(difference)
      return line
    }
  }

  private mutating func skipNames() throws(ScriptFailure) {
    for _ in 0..<(try size()) {
      _ = try string()
      _ = try size()
      _ = try size()
    }
    for _ in 0..<(try size()) { _ = try string() }
  }

  private mutating func constant() throws(ScriptFailure) -> String? {
    switch try byte() {
    case 0x03, 0x13:
      try skip(8)
      return nil
    case 0x04, 0x14: return try string()
    case 0x00, 0x01, 0x11: return nil
    default: throw damaged
    }
  }

  /// Reads a number of seven bits a byte, the highest first; the highest bit marks the last byte.
  private mutating func size() throws(ScriptFailure) -> Int {
    var size = 0
    while true {
      let next = try byte()
      guard size < 1 << 48 else { throw damaged }
      size = size << 7 | Int(next & 0x7F)
      if next & 0x80 != 0 { return size }
    }
  }

  private mutating func string() throws(ScriptFailure) -> String? {
    let size = try size()
    guard size > 0 else { return nil }
    let start = position
    try skip(size - 1)
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func word() throws(ScriptFailure) -> UInt32 {
    let start = position
    try skip(4)
    return (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
  }

  private mutating func byte() throws(ScriptFailure) -> UInt8 {
    try skip(1)
    return bytes[position - 1]
  }

  private mutating func skip(_ count: Int) throws(ScriptFailure) {
    guard count <= bytes.count - position else { throw damaged }
    position += count
  }

  private var damaged: ScriptFailure {
    ScriptFailure(
      .internal, "the linked Lua library dumps bytecode in a form that is not Lua 5.4's")
  }
}

/// One instruction of Lua 5.4's virtual machine (lopcodes.h).
struct Instruction {
  let bits: UInt32

  /// The operations that tell which names code uses.
  enum Operation: UInt32 {
    case loadConstant = 3
    /// The constant's index is in the extra argument that follows.
    case loadDistantConstant = 4
    case getUpvalue = 9
    case setUpvalue = 10
    /// `R[A] := Upvalue[B][K[C]]`
    case getUpvalueField = 11
    /// `R[A] := R[B][R[C]]`
    case getIndex = 12
    /// `R[A] := R[B][K[C]]`
    case getField = 14
    /// `Upvalue[A][K[B]] := ...`
    case setUpvalueField = 15
    /// `R[A][R[B]] := ...`
    case setIndex = 16
    /// `R[A][K[B]] := ...`
    case setField = 18
    case jump = 56
    case isEqualToConstant = 60
    case test = 66
    case testAndSet = 67
    case call = 68
    case tailCall = 69
    case closure = 79
  }

  var operation: Operation? { Operation(rawValue: bits & 0x7F) }
  var a: Int { Int(bits >> 7 & 0xFF) }
  var b: Int { Int(bits >> 16 & 0xFF) }
  var c: Int { Int(bits >> 24 & 0xFF) }
  var bx: Int { Int(bits >> 15) }
  var ax: Int { Int(bits >> 7) }
  /// How many instructions a jump skips, counted from the instruction after it.
  var jump: Int { Int(bits >> 7) - ((1 << 24) - 1) }
}
