/// One line of CSV (RFC 4180).
package enum CSVLine {
  package static func text(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  /// A text that a spreadsheet would take for a formula, with an apostrophe in front, as OWASP advises.
  ///
  /// Names come from scripts and ids from a server, and whoever opens the file in a spreadsheet would run what they say.
  package static func disarmed(_ field: String) -> String {
    guard let first = field.utf8.first, "=+-@\t\r\n".utf8.contains(first) else { return field }
    return "'" + field
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) || field.hasPrefix(" ") || field.hasSuffix(" ") else {
      return field
    }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
