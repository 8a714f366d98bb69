import Foundation
package import QubitroModel

/// A file that keeps a world's contents from one start to the next, as JSON.
package struct StateFile: Sendable, Hashable {
  /// The file exists, and cannot be read or written.
  package struct Unusable: Error, CustomStringConvertible {
    package var path: String
    package var reason: String

    package var description: String { "the state file \(path) cannot be used: \(reason)" }
  }

  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// The contents; nil if there is no such file.
  package func read() throws(Unusable) -> ModelContents? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(
        ModelContents.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Unusable(path: path, reason: "\(error)")
    }
  }

  /// Replaces the whole file at once: a reader sees the old contents or the new.
  package func write(_ contents: ModelContents) throws(Unusable) {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      try encoder.encode(contents).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Unusable(path: path, reason: "\(error)")
    }
  }
}
