/// The name of one run, in the ledger, in reports and in the User-Agent.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }

  /// Twelve random hexadecimal digits.
  package static func random() -> RunID {
    let digits = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
    return RunID(String(repeating: "0", count: 12 - digits.count) + digits)
  }
}
