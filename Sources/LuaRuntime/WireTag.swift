import CLuaHost

/// The tag bytes of wire.h.
enum WireTag {
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
