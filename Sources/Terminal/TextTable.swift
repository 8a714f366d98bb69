/// Lines in columns, for people; a page at a time, so that a million need no memory.
package struct TextTable {
  /// What is longer pushes the rest of its line aside.
  private static let widest = 40

  private let titles: [String]
  private var widths: [Int] = []

  package init(_ titles: [String]) {
    self.titles = titles
  }

  /// The lines of a page, under the titles where it is the first.
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
    for (cell, width) in zip(cells, widths).dropLast() {
      line += cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count) + 2)
    }
    return line + (cells.last ?? "") + "\n"
  }
}

/// The order in which people number things: `d2` comes before `d10`.
///
/// Bytes are compared, so that no two texts are equal but equal ones, and every machine has the
/// same order.
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
    // The same numbers with more or fewer zeros in front.
    return one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Takes the digits from the front, and returns them without zeros in front.
  private static func number(_ text: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = text.prefix(while: isDigit)
    text = text[digits.endIndex...]
    return digits.drop { $0 == UInt8(ascii: "0") }
  }
}
