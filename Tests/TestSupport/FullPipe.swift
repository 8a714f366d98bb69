import SystemPackage

/// A named pipe that holds all it can, and that nobody reads.
package final class FullPipe: Sendable {
  package let path: String
  private let descriptor: FileDescriptor

  package init(_ name: String, in folder: TemporaryDirectory) throws {
    path = try folder.makePipe(name)
    descriptor = try FileDescriptor.open(FilePath(path), .readWrite, options: .nonBlocking)
    while (try? descriptor.writeAll(Array(repeating: 0, count: 512))) != nil {}
  }

  deinit {
    try? descriptor.close()
  }
}
