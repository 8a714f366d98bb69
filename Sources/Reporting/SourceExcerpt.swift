import Terminal

/// The line of a script that an error names, as it stands in the file.
package struct SourceExcerpt: Hashable, Sendable, CustomStringConvertible {
  private static let longest = 120

  package let line: Int
  package let text: String

  /// Nil when the text has no such line, or nothing on it.
  package init?(line: Int, in source: [UInt8]) {
    let lines = source.split(separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false)
    guard line > 0, line <= lines.count else { return nil }
    let bytes = lines[line - 1]
    let text = String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
    let shown = TerminalSafe.line(text.count > Self.longest ? text.prefix(Self.longest) + "..." : text)
    guard shown.contains(where: { !$0.isWhitespace }) else { return nil }
    self.line = line
    self.text = shown
  }

  /// The number and the text, as in `12 | return device.id`.
  package var description: String { "\(line) | \(text)" }
}
