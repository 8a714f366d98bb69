/// The tag bytes of wire.h.
enum WireTag {
  static let null: UInt8 = 0
  static let `false`: UInt8 = 1
  static let `true`: UInt8 = 2
  static let integer: UInt8 = 3
  static let float: UInt8 = 4
  static let string: UInt8 = 5
  static let array: UInt8 = 6
  static let map: UInt8 = 7

  static let returned: UInt8 = 0
  static let refused: UInt8 = 1
  static let raised: UInt8 = 2
}
