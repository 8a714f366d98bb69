/// What a person sees of text that was written to a terminal: the lines that are left, and every
/// state the last line was in.
package struct TerminalScreen: Sendable {
  package private(set) var lines: [String] = [""]
  /// What stood in the last line before each time that it was erased.
  package private(set) var erased: [String] = []
  /// The parameters of all colours (SGR), in order.
  package private(set) var colours: [String] = []
  /// Sequences that this terminal does not know; there should be none.
  package private(set) var unknown: [String] = []
  private var column = 0

  package init(_ text: String) {
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\r\n", "\n":
        lines.append("")
        column = 0
      case "\r": column = 0
      case "\u{1B}": takeSequence(&rest)
      default: put(character)
      }
    }
  }

  private mutating func put(_ character: Character) {
    var line = Array(lines[lines.count - 1])
    if column < line.count { line[column] = character } else { line.append(character) }
    lines[lines.count - 1] = String(line)
    column += 1
  }

  private mutating func takeSequence(_ rest: inout Substring) {
    let body = rest.prefix { !$0.isLetter }
    rest = rest.dropFirst(body.count)
    let end = rest.popFirst().map(String.init) ?? ""
    switch (body, end) {
    case ("[", "K"):
      if !lines[lines.count - 1].isEmpty { erased.append(lines[lines.count - 1]) }
      lines[lines.count - 1] = String(lines[lines.count - 1].prefix(column))
    case (let body, "m") where body.hasPrefix("["): colours.append(String(body.dropFirst()))
    default: unknown.append(body + end)
    }
  }
}
