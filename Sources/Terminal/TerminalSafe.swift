/// Text from scripts and servers, made harmless for a terminal and for mail.
package enum TerminalSafe {
  /// Escapes control characters other than tab and newline, so that no text can move the cursor or forge a line's colour.
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

  /// The same, on one line.
  package static func line(_ text: String) -> String {
    escaped(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\\n")
  }

  /// A name or a message cut to what a line should hold.
  package static func short(_ text: String, to length: Int) -> String {
    text.unicodeScalars.count > length ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(length))) + "..." : text
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
  }
}
