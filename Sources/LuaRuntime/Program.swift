/// A script's text under the name that its errors carry.
package struct Program: Hashable, Sendable {
  package var name: String
  /// Without byte order mark and first-line shebang; line numbers are those of the file.
  package var text: [UInt8]

  package init(name: String, text: [UInt8]) {
    self.name = name
    self.text = Self.stripped(text)
  }

  private static func stripped(_ text: [UInt8]) -> [UInt8] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = text.starts(with: mark) ? text[mark.count...] : text[...]
    guard body.first == UInt8(ascii: "#") else { return Array(body) }
    return Array(body.drop { $0 != UInt8(ascii: "\n") })
  }
}
