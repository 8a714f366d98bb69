import Foundation
import SystemPackage

/// A file that decides what is done with the API key: a script, a module, or a configuration file.
///
/// A user who can change such a file can have commands run by the user who trusts it, who may be
/// root. So the file and the folders on its path are checked as sshd checks `authorized_keys`
/// (sshd_config(5), StrictModes). The checks look at the same descriptors that are read.
package struct TrustedFile: Sendable {
  /// The users whose files are accepted, besides root and the user who runs the program.
  package enum Owners: Hashable, Sendable {
    /// All users, because a person has named the file.
    case anyone
    /// The owner of the file's folder.
    case folderOwner
    /// These users, by their ids.
    case users(Set<UInt32>)

    /// The owner of this folder.
    package static func owner(of folder: String) -> Owners {
      let owner = try? FilePath(folder.isEmpty ? "." : folder).stat().userID.rawValue
      return .users(Set(owner.map { [$0] } ?? []))
    }
  }

  /// What a file must be like.
  package struct Rule: Sendable {
    var owners: Owners
    /// The folder that no link may lead out of; nil if links may lead anywhere.
    var root: String?
    /// Whether a pipe or a device is read without checks, because a person has named it.
    var allowsPipes: Bool
    /// In bytes.
    var sizeLimit: Int

    package init(_ owners: Owners, root: String? = nil, allowsPipes: Bool = false, sizeLimit: Int) {
      self.owners = owners
      self.root = root
      self.allowsPipes = allowsPipes
      self.sizeLimit = sizeLimit
    }
  }

  package let bytes: [UInt8]

  /// Reads the file at a path, if the rule allows it.
  package init(_ path: String, _ rule: Rule) throws(Fault) {
    do {
      bytes = try Self.bytes(of: path, rule)
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

  private static func bytes(of path: String, _ rule: Rule) throws -> [UInt8] {
    if rule.allowsPipes, let status = try? FilePath(path).stat(), status.isStream {
      let stream = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      return try stream.closeAfter { try contents(of: stream, limit: rule.sizeLimit) }
    }
    let end = try PathWalk.end(of: path)
    try refuseWhatIsNoFile(end.status)
    try judge(end, rule)
    let file = try end.open()
    // A file is called what the user calls it, unless a link leads to it.
    let name = end.steps.contains { $0.status.type == .symbolicLink } ? end.path : path
    return try file.closeAfter {
      let status = try file.stat()
      try refuseWhatIsNoFile(status)
      try judge(status, at: name, rule.owners, folderOwner: end.folders.last?.status.userID)
      guard status.size <= rule.sizeLimit else { throw Fault.tooLarge(limit: rule.sizeLimit) }
      return try contents(of: file, limit: rule.sizeLimit)
    }
  }

  private static func refuseWhatIsNoFile(_ status: Stat) throws(Fault) {
    switch status.type {
    case .regular: break
    case .directory: throw .notAFile("a folder")
    case .fifo: throw .notAFile("a pipe")
    case .socket: throw .notAFile("a socket")
    default: throw .notAFile("a device")
    }
  }

  private static func contents(of file: FileDescriptor, limit: Int) throws -> [UInt8] {
    let handle = FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false)
    var bytes: [UInt8] = []
    // A pipe returns only what it has at the moment.
    while bytes.count <= limit, let more = try handle.read(upToCount: limit + 1 - bytes.count),
      !more.isEmpty
    { bytes += more }
    // The file may have grown since `stat`.
    if bytes.count > limit { throw Fault.tooLarge(limit: limit) }
    return bytes
  }
}

extension Stat {
  /// Whether it is a pipe, a device or a socket.
  fileprivate var isStream: Bool {
    type == .fifo || type == .characterSpecial || type == .socket
  }
}
