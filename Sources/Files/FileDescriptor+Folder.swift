import Foundation
package import SystemPackage

/// What Linux can do with an open folder or file, and swift-system does not offer.
extension FileDescriptor {
  /// Opens a name in a folder only to look at it; opens a link itself, not its target.
  static func look(at name: String, from folder: CInt) throws -> FileDescriptor {
    // Linux's O_PATH, which the module Glibc lacks.
    let onlyLook: CInt = 0x20_0000
    let flags = onlyLook | O_NOFOLLOW | O_CLOEXEC
    do {
      // Only a look at a folder as such has an automounter mount what belongs there.
      return try open(name, from: folder, flags | O_DIRECTORY)
    } catch Errno.notDirectory, Errno.tooManySymbolicLinkLevels {
      return try open(name, from: folder, flags)
    }
  }

  /// Opens a name in a folder, by openat(2).
  static func open(_ name: String, from folder: CInt, _ flags: CInt) throws -> FileDescriptor {
    while true {
      let number = unsafe openat(folder, name, flags)
      if number >= 0 { return FileDescriptor(rawValue: number) }
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw code }
    }
  }

  /// Renames a file in this folder; it takes the place of a file that has the new name.
  func rename(_ name: String, to newName: String) throws(Errno) {
    guard unsafe renameat(rawValue, name, rawValue, newName) == 0 else {
      throw Errno(rawValue: errno)
    }
  }

  /// Removes a file if it is there, and no folder.
  static func removeFile(at path: String) {
    _ = unsafe unlink(path)
  }

  /// The target of an open link.
  func linkTarget() throws -> String {
    var target = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlinkat(rawValue, "", &target, target.count)
    guard count >= 0 else { throw Errno(rawValue: errno) }
    guard count < target.count else { throw Errno.fileNameTooLong }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether the file system is mounted read-only.
  var isReadOnly: Bool {
    var status = statvfs()
    guard unsafe fstatvfs(rawValue, &status) == 0 else { return false }
    return status.f_flag & UInt(ST_RDONLY) != 0
  }

  /// The number of the mount that the open file lies on, as Linux counts them (proc(5)).
  ///
  /// Nil if it cannot be known, as without `/proc`.
  var mountNumber: Int? {
    let information = try? String(contentsOfFile: "/proc/self/fdinfo/\(rawValue)", encoding: .utf8)
    let line = information?.split(separator: "\n").first { $0.hasPrefix("mnt_id:") }
    return line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) }
  }

  /// Waits until the disk has what was written to this file or folder.
  ///
  /// If it throws, what was written may be lost (fsync(2)).
  package func syncToDisk() throws(Errno) {
    while fsync(rawValue) != 0 {
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw code }
    }
  }
}
