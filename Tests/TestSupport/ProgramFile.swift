import Foundation
import Testing

/// A program test: a script whose head comment says what it is run against and what must come of
/// it.
///
/// Each line `-- field: value` adds a value to a field; Tests/Programs/README.md lists the fields.
package struct ProgramFile: Sendable, CustomTestStringConvertible {
  package let path: String
  private let fields: [String: [String]]

  package init(path: String) throws {
    self.path = path
    let head = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .prefix { $0.hasPrefix("--") }
    fields = head.reduce(into: [:]) { fields, line in
      let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 2, Self.known.contains(parts[0]) else { return }
      fields[parts[0], default: []].append(parts[1])
    }
  }

  package static let known: Set = [
    "args", "module-path", "limits", "technique", "order", "plan", "key", "project", "faults",
    "effects", "status", "output",
    "error", "requests", "exit",
    "rerun",
  ]

  package var testDescription: String { URL(filePath: path).lastPathComponent }

  /// The values of a field, in the order of their lines.
  package subscript(field: String) -> [String] {
    precondition(Self.known.contains(field), "unknown field")
    return fields[field] ?? []
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
