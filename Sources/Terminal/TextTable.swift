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
      let longest = lines.map { $0[column].unicodeScalars.count }.filter { $0 <= Self.widest }.max() ?? 0
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
