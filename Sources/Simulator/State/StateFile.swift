import Foundation
package import QubitroModel

/// A file that keeps a world's contents from one start to the next, as JSON.
///
/// It holds every device's token, so only its owner can read it.
package struct StateFile: Sendable, Hashable {
  /// The file is there, and cannot be used.
  package struct Unusable: Error, CustomStringConvertible {
    package var path: String
    package var reason: String

    package var description: String { "the state file \(path) cannot be used: \(reason)" }
  }

  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// The contents; nil when there is no such file, or nothing in it yet.
  package func read() throws(Unusable) -> ModelContents? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      return data.isEmpty ? nil : try JSONDecoder().decode(ModelContents.self, from: data)
    } catch {
      throw Unusable(path: path, reason: "\(error)")
    }
  }

  /// Replaces the whole file at once: a reader sees the old contents or the new.
  package func write(_ contents: ModelContents) throws(Unusable) {
    do {
      // An atomic write keeps the permissions of the file that it replaces, and gives a new one the usual ones.
      if !FileManager.default.fileExists(atPath: path) {
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      try encoder.encode(contents).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Unusable(path: path, reason: "\(error)")
    }
  }
}
