import Foundation

/// The files of this repository, as they are on disk.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Paths below a folder, relative to the root, sorted, whose names end in one of the suffixes.
  static func files(in folder: String, endingIn suffixes: String...) -> [String] {
    let paths =
      FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap {
        $0 as? String
      } ?? []
    return paths.filter { path in suffixes.contains { path.hasSuffix($0) } }.map {
      folder + "/" + $0
    }.sorted()
  }

  static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func lines(of path: String) throws -> [Substring] {
    try text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }
}

extension Regex {
  /// With words as other languages know them; Swift's own usual ones take `a.b` for a single word.
  var betweenSimpleWords: Regex { wordBoundaryKind(.simple) }
}
