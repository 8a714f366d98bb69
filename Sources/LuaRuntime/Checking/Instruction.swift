/// One instruction of Lua 5.4's virtual machine (lopcodes.h).
struct Instruction {
  let bits: UInt32

  /// The instructions that tell which names code uses.
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
  /// How far a jump goes, from the instruction after it.
  var jump: Int { Int(bits >> 7) - ((1 << 24) - 1) }
}
