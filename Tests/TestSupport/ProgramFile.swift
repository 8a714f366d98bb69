import Foundation
import Testing

/// A program test: a script whose head comment says what it is run against and what must come of
/// it.
///
/// Each line `-- field: value` adds a value to a field, and a line `-- .. more` below it continues
/// the value. Tests/Programs/README.md lists the fields.
package struct ProgramFile: Sendable, CustomTestStringConvertible {
  package let path: String
  private let fields: [String: [String]]

  package init(path: String) throws {
    self.path = path
    let head = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .prefix { $0.hasPrefix("--") }
    fields = Self.fields(in: head)
  }

  private static func fields(in head: some Sequence<Substring>) -> [String: [String]] {
    var fields: [String: [String]] = [:]
    var field: String?
    for line in head {
      let text = line.dropFirst(2).trimmingCharacters(in: .whitespaces)
      if text.hasPrefix(".."), let field, let last = fields[field]?.popLast() {
        let more = text.dropFirst(2).trimmingCharacters(in: .whitespaces)
        fields[field, default: []].append("\(last) \(more)")
        continue
      }
      let parts = text.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      field = parts.count == 2 && known.contains(parts[0]) ? parts[0] : nil
      if let field { fields[field, default: []].append(parts[1]) }
    }
    return fields
  }

  package static let known: Set = [
    "args", "module-path", "limits", "technique", "order", "plan", "key", "project", "faults",
    "effects", "status", "output", "error", "requests", "exit", "rerun",
  ]

  package var testDescription: String { URL(filePath: path).lastPathComponent }

  /// The values of a field, in the order of their lines.
  ///
  /// In `error` a place that begins with `:` and a line number is one in the program itself.
  package subscript(field: String) -> [String] {
    precondition(Self.known.contains(field), "unknown field")
    let values = fields[field] ?? []
    guard field == "error" else { return values }
    return values.map { $0.prefixMatch(of: /:\d/) == nil ? $0 : testDescription + $0 }
  }

  /// The words of a field, with `word x3` written out as three words.
  package func words(_ field: String) -> [String] {
    let words = self[field].flatMap { $0.split(separator: " ").map(String.init) }
    return words.reduce(into: []) { list, word in
      if let last = list.last, word.first == "x", let count = Int(word.dropFirst()) {
        list += Array(repeating: last, count: count - 1)
      } else {
        list.append(word)
      }
    }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Programs")

  /// Every program in Tests/Programs, by name.
  package static func all() throws -> [ProgramFile] {
    try programs(in: folder)
  }

  /// Every program in Tests/Programs/attacks, by name.
  package static func attacks() throws -> [ProgramFile] {
    try programs(in: folder.appending(path: "attacks"))
  }

  private static func programs(in folder: URL) throws -> [ProgramFile] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".lua") }
      .sorted()
      .map { try ProgramFile(path: folder.appending(path: $0).path) }
  }
}
