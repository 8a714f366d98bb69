import Foundation
package import SystemPackage

extension FileDescriptor {
  /// Has the disk keep what was written, file or folder.
  ///
  /// Throws the system's error; what was written may then be lost (fsync(2)).
  package func syncToDisk() throws(Errno) {
    while fsync(rawValue) != 0 {
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw code }
    }
  }
}
