/// The table in a CSV file (RFC 4180): a header, and lines with as many fields as the header.
package struct CSVTable: Hashable, Sendable {
  /// Why a text is not such a table, with the line.
  package struct Fault: Error, Hashable {
    package var description: String
  }

  /// A line of the table.
  package struct Line: Hashable, Sendable {
    /// The number of its first line in the file; a quoted field may span several.
    package var number: Int
    package var fields: [String]
  }

  package let header: [String]
  package let lines: [Line]

  /// Reads a text whose lines end in CRLF or LF; skips a byte order mark and empty lines.
  package init(_ text: String) throws(Fault) {
    var records = try Self.records(in: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    guard !records.isEmpty else { throw Fault(description: "it is empty") }
    header = records.removeFirst().fields
    for line in records where line.fields.count != header.count {
      throw Fault(
        description:
          "line \(line.number) has \(line.fields.count) fields, and the header has \(header.count)")
    }
    lines = records
  }

  /// The index of a column; nil if the table has no such column.
  package func column(_ name: String) -> Int? {
    header.firstIndex { $0.trimmingPrefix(while: \.isWhitespace) == name[...] }
  }

  private static func records(in text: String) throws(Fault) -> [Line] {
    var records: [Line] = []
    var reader = Reader(text)
    while let line = try reader.next() {
      if line.fields != [""] { records.append(line) }
    }
    return records
  }

  /// Splits a text into records, one at a time.
  private struct Reader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var number = 1

    init(_ text: String) {
      scalars = Array(text.unicodeScalars)
    }

    /// The next record; nil at the end of the text.
    mutating func next() throws(Fault) -> Line? {
      guard position < scalars.count else { return nil }
      var line = Line(number: number, fields: [])
      while true {
        line.fields.append(try field())
        guard position < scalars.count, scalars[position] == "," else { break }
        position += 1
      }
      if position < scalars.count, scalars[position] == "\r" { position += 1 }
      if position < scalars.count {
        guard scalars[position] == "\n" else {
          throw Fault(description: "line \(number): text follows a closing quote")
        }
        position += 1
        number += 1
      }
      return line
    }

    private mutating func field() throws(Fault) -> String {
      guard position < scalars.count, scalars[position] == "\"" else { return plainField() }
      let start = number
      position += 1
      var field = String.UnicodeScalarView()
      while position < scalars.count {
        let scalar = scalars[position]
        position += 1
        if scalar == "\"" {
          guard position < scalars.count, scalars[position] == "\"" else { return String(field) }
          position += 1
        }
        if scalar == "\n" { number += 1 }
        field.append(scalar)
      }
      throw Fault(description: "line \(start): a quote is not closed")
    }

    private mutating func plainField() -> String {
      var field = String.UnicodeScalarView()
      while position < scalars.count, ![",", "\r", "\n"].contains(scalars[position]) {
        field.append(scalars[position])
        position += 1
      }
      return String(field)
    }
  }
}

/// Writes one line of CSV (RFC 4180).
package enum CSVLine {
  /// The line of these fields, with its line break.
  package static func text(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  /// The field, with an apostrophe in front if a spreadsheet would take it for a formula.
  ///
  /// OWASP advises this. Names come from scripts and ids from a server; a spreadsheet would run
  /// the formulas in them for anyone who opens the file.
  package static func disarmed(_ field: String) -> String {
    guard let first = field.utf8.first, "=+-@\t\r\n".utf8.contains(first) else { return field }
    return "'" + field
  }

  private static func quoted(_ field: String) -> String {
    guard
      field.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) || field.hasPrefix(" ")
        || field.hasSuffix(" ")
    else {
      return field
    }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
