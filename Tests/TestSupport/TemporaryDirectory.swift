import Foundation

/// A folder for one test, removed with it.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "qubitro-host-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  package func file(_ name: String) -> String {
    path + "/" + name
  }

  /// Writes a file, with its folders, and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
    let url = URL(filePath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: url.path)
    return url.path
  }

  /// Makes a named pipe, and returns its path.
  @discardableResult
  package func makePipe(_ name: String) throws -> String {
    guard unsafe mkfifo(file(name), 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return file(name)
  }

  package func permissions(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }
}
