import Foundation
import SystemPackage

/// What Linux can do from an open folder, and swift-system does not offer.
extension FileDescriptor {
  /// Opens a name for looking at, whatever it is; a link itself, not what it leads to.
  static func look(at name: String, from folder: CInt) throws -> FileDescriptor {
    // O_PATH of Linux, which Glibc's module leaves out.
    let onlyLook: CInt = 0x20_0000
    return try open(name, from: folder, onlyLook | O_NOFOLLOW | O_CLOEXEC)
  }

  static func open(_ name: String, from folder: CInt, _ flags: CInt) throws -> FileDescriptor {
    while true {
      let number = unsafe openat(folder, name, flags)
      if number >= 0 { return FileDescriptor(rawValue: number) }
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw code }
    }
  }

  /// Where an open link leads.
  func linkTarget() throws -> String {
    var target = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlinkat(rawValue, "", &target, target.count)
    guard count >= 0 else { throw Errno(rawValue: errno) }
    guard count < target.count else { throw Errno.fileNameTooLong }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether the file system is mounted so that nobody can write it.
  var isReadOnly: Bool {
    var status = statvfs()
    guard unsafe fstatvfs(rawValue, &status) == 0 else { return false }
    return status.f_flag & UInt(ST_RDONLY) != 0
  }
}
