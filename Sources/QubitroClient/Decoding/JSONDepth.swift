/// How deeply JSON may be nested before it is refused, and a look at bytes that counts it without recursion.
enum JSONDepth {
  /// Deeper than any answer of the API, and within what a script's arguments may have.
  static let most = 100

  /// Whether arrays and objects are nested no deeper than `most`; what is no JSON may pass.
  static func isSound(_ bytes: [UInt8]) -> Bool {
    var depth = 0
    var isInString = false
    var isEscaped = false
    for byte in bytes {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > most { return false }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return true
  }
}
