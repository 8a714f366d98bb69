import Foundation
import SystemPackage

/// A new file that takes the place of an old one only as a whole.
///
/// It is written beside its place, and only its owner can read it (0600). If it does not take its
/// place, the old file stays, and nothing is left of the new one.
package struct FileReplacement: ~Copyable {
  /// Why a file is not replaced.
  package enum Fault: Error, Hashable, Sendable {
    /// The path leads to a file that must stay as it is.
    case spared(path: String)
    /// The path leads to something that is no regular file.
    case notAFile(path: String)
    /// The folder takes no new file.
    case cannotBeMade(folder: String, reason: String)
    /// The new file cannot be written, or cannot take its place.
    case cannotBeWritten(path: String, reason: String)
  }

  /// Where a path leads, whether a file is there or not: the path without links.
  package static func destination(of path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }

  private let path: String
  private let temporary: String
  private let descriptor: FileDescriptor

  /// Makes an empty file beside the place where the path leads.
  ///
  /// `spared` are the files that must stay as they are.
  package init(of path: String, sparing spared: [String] = []) throws(Fault) {
    let path = Self.destination(of: path)
    if spared.contains(where: { Self.destination(of: $0) == path }) { throw .spared(path: path) }
    if let status = try? FilePath(path).stat(), status.type != .regular {
      throw .notAFile(path: path)
    }
    let (folder, name) = Self.parts(of: path)
    let temporary = "\(folder)/.\(name).\(UInt64.random(in: 0...UInt64.max)).part"
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(
        FilePath(temporary), .writeOnly,
        options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
        permissions: .ownerReadWrite)
    } catch {
      throw .cannotBeMade(folder: folder, reason: "\(error)")
    }
    self.path = path
    self.temporary = temporary
    self.descriptor = descriptor
  }

  deinit {
    try? descriptor.close()
    // A file that has taken its place no longer has this name. Somebody else may have it by now: a
    // folder and what is in it stay.
    FileDescriptor.removeFile(at: temporary)
  }

  /// Adds a text to the new file.
  package func write(_ text: String) throws(Fault) {
    do {
      try descriptor.writeAll(text.utf8)
    } catch {
      throw fault(error)
    }
  }

  /// Has the disk keep the new file, then has it take its place, and has the disk keep that too.
  package consuming func takePlace() throws(Fault) {
    do {
      try descriptor.syncToDisk()
      let folder = try FileDescriptor.open(
        FilePath(Self.parts(of: path).folder), .readOnly, options: .closeOnExec)
      try folder.closeAfter {
        try folder.rename(Self.parts(of: temporary).name, to: Self.parts(of: path).name)
        try folder.syncToDisk()
      }
    } catch {
      throw fault(error)
    }
  }

  private static func parts(of path: String) -> (folder: String, name: String) {
    let url = URL(filePath: path)
    return (url.deletingLastPathComponent().path, url.lastPathComponent)
  }

  private func fault(_ error: any Error) -> Fault {
    .cannotBeWritten(path: path, reason: "\(error)")
  }
}
