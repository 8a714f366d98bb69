/// Makes ids and tokens of the published shapes from a seed, so that a failing run can be repeated.
package struct IdentifierGenerator: Hashable, Sendable, Codable {
  private static let hexDigits = Array("0123456789abcdef".utf8)
  private static let variants = Array("89ab".utf8)
  private static let alphanumerics = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// A version 4 UUID (RFC 9562, section 5.4).
  package mutating func uuid() -> String {
    var digits = (0..<32).map { _ in byte(of: Self.hexDigits) }
    digits[12] = UInt8(ascii: "4")
    digits[16] = byte(of: Self.variants)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
  }

  /// Forty letters and digits.
  package mutating func token() -> String {
    String(decoding: (0..<40).map { _ in byte(of: Self.alphanumerics) }, as: UTF8.self)
  }

  private mutating func byte(of alphabet: [UInt8]) -> UInt8 {
    alphabet[Int.random(in: alphabet.indices, using: &self)]
  }
}

extension IdentifierGenerator: RandomNumberGenerator {
  /// The next number of SplitMix64.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
