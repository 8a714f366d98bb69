/// Makes text from scripts and servers safe to show on a terminal or in a mail.
package enum TerminalSafe {
  /// The text with its control characters escaped, except tabs and newlines.
  ///
  /// A terminal obeys control characters: a text could move the cursor, or colour a line as if it
  /// were ours.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var harmless = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        harmless += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        harmless.unicodeScalars.append(scalar)
      }
    }
    return harmless
  }

  /// The escaped text on one line: each newline becomes `\n`.
  package static func line(_ text: String) -> String {
    escaped(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
      separator: "\\n")
  }

  /// The first `length` scalars of a text, with `...` behind them if the text is longer.
  package static func short(_ text: String, to length: Int) -> String {
    text.unicodeScalars.count > length
      ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(length))) + "..." : text
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t")
      || (0x7F...0x9F).contains(scalar.value)
  }
}
