import Foundation
import SystemPackage
import Terminal

/// A file that is written beside the one it is to replace, and takes its place only as a whole:
/// 0600, and on the disk.
struct FileReplacement {
  private let path: String
  private let temporary: String
  private let descriptor: FileDescriptor

  /// Has `body` write the file, and gives it its name once it is whole; where that fails nothing is
  /// left behind.
  ///
  /// Throws where something that is no file has the name, or where it is the ledger's own (64), or
  /// the place cannot be written (74).
  static func write<Result>(
    _ path: String, sparing ledger: String,
    _ body: (FileReplacement) async throws(HostError) -> Result
  ) async throws(HostError) -> Result {
    let file = try FileReplacement(of: path, sparing: ledger)
    do throws(HostError) {
      let result: Result
      do {
        defer { try? file.descriptor.close() }
        result = try await body(file)
        try file.sync(file.descriptor)
      }
      try file.takePlace()
      return result
    } catch {
      try? FileManager.default.removeItem(atPath: file.temporary)
      throw error
    }
  }

  private init(of path: String, sparing ledger: String) throws(HostError) {
    let path = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    let ledger = URL(filePath: ledger).standardizedFileURL.resolvingSymlinksInPath().path
    guard !["", "-wal", "-shm", ".lock"].map({ ledger + $0 }).contains(path) else {
      throw HostError(
        .usage, "\(TerminalSafe.line(path)) is the ledger's own file; name another one")
    }
    if let status = try? FilePath(path).stat(), status.type != .regular {
      throw HostError(
        .usage,
        "\(TerminalSafe.line(path)) is no regular file; leave the option out to write to standard output"
      )
    }
    self.path = path
    let folder = URL(filePath: path).deletingLastPathComponent().path
    temporary =
      "\(folder)/.\(URL(filePath: path).lastPathComponent).\(UInt64.random(in: 0...UInt64.max)).part"
    do {
      descriptor = try FileDescriptor.open(
        FilePath(temporary), .writeOnly,
        options: [.create, .exclusiveCreate, .closeOnExec, .noFollow], permissions: .ownerReadWrite
      )
    } catch {
      throw HostError(.ioError, "no file can be made in \(TerminalSafe.line(folder)) (\(error))")
    }
  }

  func write(_ text: String) throws(HostError) {
    do {
      try descriptor.writeAll(text.utf8)
    } catch {
      throw failure(error)
    }
  }

  /// Gives the file its name, and has the disk keep that.
  private func takePlace() throws(HostError) {
    do {
      let (old, new) = (URL(filePath: path), URL(filePath: temporary))
      if FileManager.default.fileExists(atPath: path) {
        // Foundation cannot rename over a file, but it copies beside it, syncs, and renames; the
        // copy keeps the old file's mode.
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Data(contentsOf: new, options: .alwaysMapped).write(to: old, options: .atomic)
        try FileManager.default.removeItem(at: new)
      } else {
        try FileManager.default.moveItem(at: new, to: old)
      }
      let folder = try FileDescriptor.open(
        FilePath(old.deletingLastPathComponent().path), .readOnly, options: .closeOnExec)
      defer { try? folder.close() }
      try sync(folder)
    } catch {
      throw error as? HostError ?? failure(error)
    }
  }

  private func sync(_ descriptor: FileDescriptor) throws(HostError) {
    while fsync(descriptor.rawValue) != 0 {
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw failure(code) }
    }
  }

  private func failure(_ error: any Error) -> HostError {
    let why = (error as? Errno)?.description ?? error.localizedDescription
    return HostError(.ioError, "\(TerminalSafe.line(path)) cannot be written (\(why))")
  }
}
