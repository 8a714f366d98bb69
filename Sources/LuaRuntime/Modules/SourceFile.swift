import Crypto
import Foundation
import SystemPackage

/// A file of Lua text as it was read, once: a script or a module.
package struct SourceFile: Hashable, Sendable {
  package let path: String
  package let program: Program
  /// SHA-256 of the file's bytes, in hexadecimal.
  package let digest: String

  /// Why a file is no script.
  package enum Fault: Error, Hashable, Sendable {
    case missing
    case cannotBeRead(String)
    /// What it is instead of a file, as in "a folder".
    case notAFile(String)
    case tooLarge(limit: Int)
    case bytecode
    case binary
    case writableByOthers

    /// What is wrong, to follow the file's path, and what to do.
    package func description(of path: String) -> String {
      switch self {
      case .missing: "\(path) does not exist"
      case .cannotBeRead(let reason): "\(path) cannot be read: \(reason)"
      case .notAFile(let kind): "\(path) is \(kind), not a file of Lua text"
      case .tooLarge(let limit): "\(path) is larger than \(limit >> 20) MiB"
      case .bytecode: "\(path) is compiled Lua; only text is run"
      case .binary: "\(path) is not text: it holds a NUL byte"
      case .writableByOthers:
        "\(path) can be written by its group or by others, who could then run what they like with your key: chmod go-w \(path)"
      }
    }
  }

  /// Reads a regular file of at most `limit` bytes that its owner alone may write.
  package init(path: String, limit: Int) throws(Fault) {
    let bytes = try Self.bytes(of: path, limit: limit)
    if bytes.first == 0x1B { throw .bytecode }
    if bytes.contains(0) { throw .binary }
    self.path = path
    program = Program(name: path, text: bytes)
    digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func bytes(of path: String, limit: Int) throws(Fault) -> [UInt8] {
    do {
      // Not to wait for whoever opens the other end of a pipe.
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
      defer { try? file.close() }
      try check(try file.stat(), limit: limit)
      return try read(FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false), limit: limit)
    } catch let fault as Fault {
      throw fault
    } catch Errno.noSuchFileOrDirectory {
      throw .missing
    } catch Errno.notDirectory {
      throw .missing
    } catch {
      throw .cannotBeRead("\(error)")
    }
  }

  private static func check(_ status: Stat, limit: Int) throws(Fault) {
    switch status.type {
    case .regular: break
    case .directory: throw .notAFile("a folder")
    case .fifo: throw .notAFile("a pipe")
    case .socket: throw .notAFile("a socket")
    default: throw .notAFile("a device")
    }
    guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else { throw .writableByOthers }
    guard status.size <= limit else { throw .tooLarge(limit: limit) }
  }

  private static func read(_ file: FileHandle, limit: Int) throws -> [UInt8] {
    let bytes = Array(try file.read(upToCount: limit + 1) ?? Data())
    // It may have grown since its size was asked for.
    if bytes.count > limit { throw Fault.tooLarge(limit: limit) }
    return bytes
  }
}
