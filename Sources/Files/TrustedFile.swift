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
    /// Whether a pipe or a device is read too, because a person has named it.
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
    let end: PathWalk.End
    do {
      end = try PathWalk.end(of: path)
    } catch Errno.noSuchFileOrDirectory where rule.allowsPipes && isOpenAlready(path) {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      return try file.closeAfter { try contents(of: file, limit: rule.sizeLimit) }
    }
    try refuseOtherKinds(end.status, rule)
    try judge(end, rule)
    let file = try end.open(waits: rule.allowsPipes && end.status.isStream)
    // A file is called what the user calls it, unless a link leads to it.
    let name = end.steps.contains { $0.status.type == .symbolicLink } ? end.path : path
    return try file.closeAfter {
      let status = try file.stat()
      try refuseOtherKinds(status, rule)
      // Whoever may write to a device changes nothing that is read from it.
      if status.type != .characterSpecial {
        try judge(status, at: name, rule.owners, folderOwner: end.folders.last?.status.userID)
      }
      guard status.size <= rule.sizeLimit else { throw Fault.tooLarge(limit: rule.sizeLimit) }
      return try contents(of: file, limit: rule.sizeLimit)
    }
  }

  /// Whether a path that leads to no folder names what the caller has opened for this program.
  ///
  /// A pipe of the shell and a here-document, which is a deleted file, are in no folder.
  private static func isOpenAlready(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return ["dev", "proc"].contains(parts.first) && !parts.contains("..")
  }

  private static func refuseOtherKinds(_ status: Stat, _ rule: Rule) throws(Fault) {
    if rule.allowsPipes, status.isStream { return }
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
