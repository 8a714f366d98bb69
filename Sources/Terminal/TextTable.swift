/// A table in columns, for people.
///
/// It takes one page of lines at a time, so that a million lines need no memory.
package struct TextTable {
  /// A longer cell does not widen its column; it shifts the rest of its own line.
  private static let widest = 40

  private let titles: [String]
  private var widths: [Int] = []

  /// A table with these titles above its columns.
  package init(_ titles: [String]) {
    self.titles = titles
  }

  /// The lines of the next page; the first page begins with the titles.
  ///
  /// A column is as wide as its widest cell on this page and on the pages before.
  package mutating func text(of page: [[String]]) -> String {
    let lines = widths.isEmpty ? [titles] + page : page
    widths = titles.indices.map { column in
      let longest =
        lines.map { $0[column].unicodeScalars.count }.filter { $0 <= Self.widest }.max() ?? 0
      return max(longest, column < widths.count ? widths[column] : 0)
    }
    return lines.map(line).joined()
  }

  private func line(_ cells: [String]) -> String {
    var line = ""
    for (cell, width) in zip(cells, widths).dropLast() { line += cell.padded(to: width) + "  " }
    return line + (cells.last ?? "") + "\n"
  }
}

extension String {
  /// The text with spaces behind it, up to a width in scalars; a longer text stays as it is.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
  }
}

/// The order in which people sort numbered names: `d2` comes before `d10`.
///
/// It compares bytes. So the order is the same on every machine, and two different texts are never
/// equal, even if they look alike.
package enum NaturalOrder {
  /// Whether one text comes before the other.
  package static func precedes(_ one: String, _ other: String) -> Bool {
    var (first, second) = (one.utf8[...], other.utf8[...])
    while let a = first.first, let b = second.first {
      if isDigit(a), isDigit(b) {
        let (left, right) = (number(&first), number(&second))
        if left.count != right.count { return left.count < right.count }
        if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) }
      } else {
        if a != b { return a < b }
        first.removeFirst()
        second.removeFirst()
      }
    }
    if first.isEmpty != second.isEmpty { return first.isEmpty }
    // The texts differ only in leading zeros, as `d2` and `d02` do.
    return one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Removes the digits at the front of a text, and returns them without leading zeros.
  private static func number(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = text.prefix(while: isDigit)
    text = text[digits.endIndex...]
    return digits.drop { $0 == UInt8(ascii: "0") }
  }
}
