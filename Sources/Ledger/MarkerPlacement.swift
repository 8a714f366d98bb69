/// Where a unique marker goes by which a device is found whose answer was lost.
package enum MarkerPlacement: String, Sendable, CaseIterable {
  case none
  /// Into the device's metadata, which generations b and c of the API keep and show.
  case metadata

  /// A marker for one intent: sixteen random hexadecimal digits.
  package func next() -> String? {
    guard self == .metadata else { return nil }
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
