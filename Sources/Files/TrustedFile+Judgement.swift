import Foundation
import SystemPackage

extension TrustedFile {
  /// Why a file is refused.
  package enum Fault: Error, Hashable, Sendable {
    case missing
    case cannotBeRead(String)
    /// What it is instead, as in "a folder".
    case notAFile(String)
    case tooLarge(limit: Int)
    /// Users other than its owner may write it.
    case writableFile(String)
    /// Users other than the owner may write a folder on the way, and so replace the file.
    case writableFolder(String)
    /// The file, or a link or folder on the way, belongs to a user who is not trusted.
    case foreignOwner(path: String, owner: UInt32)
    /// A link leads out of the folder that the file must stay in.
    case leadsOut(root: String)
  }

  /// Checks the way to a file: nobody may be able to replace the file.
  static func judge(_ end: PathWalk.End, _ rule: Rule) throws(Fault) {
    let folderOwner = end.folders.last?.status.userID
    for step in end.steps where step.status.type == .directory {
      if step.isWritableByOthers { throw .writableFolder(step.path) }
    }
    for step in end.steps where step.status.type == .symbolicLink {
      try judge(owner: step.status.userID, step.path, rule.owners, folderOwner)
    }
    for folder in try ownFolders(end, rule) {
      try judge(owner: folder.status.userID, folder.path, rule.owners, folderOwner)
    }
  }

  /// Checks an open file: only its owner may write it, and its owner must be trusted.
  static func judge(
    _ status: Stat, at path: String, _ owners: Owners, folderOwner: UserID?
  ) throws(Fault) {
    guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      throw .writableFile(path)
    }
    try judge(owner: status.userID, path, owners, folderOwner)
  }

  /// The folders whose owners could move another user's file into place.
  ///
  /// These are the folders from the rule's root on; without a root, only the file's own folder.
  private static func ownFolders(
    _ end: PathWalk.End, _ rule: Rule
  ) throws(Fault) -> ArraySlice<PathWalk.Step> {
    guard let root = rule.root else { return end.folders.suffix(1) }
    guard let place = try? FilePath(root.isEmpty ? "." : root).stat(),
      let index = end.folders.firstIndex(where: { $0.status.isSameFile(as: place) })
    else { throw .leadsOut(root: root) }
    return end.folders[index...]
  }

  private static func judge(
    owner: UserID, _ path: String, _ owners: Owners, _ folderOwner: UserID?
  ) throws(Fault) {
    if owner.rawValue == 0 || owner.rawValue == geteuid() { return }
    switch owners {
    case .anyone: return
    case .folderOwner: if owner == folderOwner { return }
    case .users(let users): if users.contains(owner.rawValue) { return }
    }
    throw .foreignOwner(path: path, owner: owner.rawValue)
  }
}

extension PathWalk.Step {
  /// Whether users other than its owner can rename or replace files in this folder.
  ///
  /// In a folder with the sticky bit, such as `/tmp`, they can only add files of their own.
  fileprivate var isWritableByOthers: Bool {
    if isReadOnlyMount || status.permissions.contains(.saveText) { return false }
    return !status.permissions.isDisjoint(with: [.groupWrite, .otherWrite])
  }
}

extension Stat {
  fileprivate func isSameFile(as other: Stat) -> Bool {
    deviceID == other.deviceID && inode == other.inode
  }
}

extension TrustedFile.Fault {
  /// What is wrong with the file at `path`, and what to do about it.
  ///
  /// `kind` is what the file should be, as in "file of Lua text"; `danger` is what somebody who can
  /// write the file could do.
  package func description(of path: String, kind: String, danger: String) -> String {
    switch self {
    case .missing: "\(path) does not exist"
    case .cannotBeRead(let reason): "\(path) cannot be read: \(reason)"
    case .notAFile(let what): "\(path) is \(what), not a \(kind)"
    case .tooLarge(let limit): "\(path) is larger than \(limit >> 20) MiB"
    case .writableFile:
      "\(path) can be written by its group or by others, who could then \(danger): "
        + "chmod go-w \(path)"
    case .writableFolder(let folder):
      "\(path) is not trusted, since its folder \(folder) can be written by its group or by "
        + "others, who could then \(danger): chmod go-w \(folder)"
    case .foreignOwner(let place, let owner) where place == path:
      "\(path) belongs to another user (\(owner)), who could then \(danger): chown it, or run as "
        + "that user"
    case .foreignOwner(let place, let owner):
      "\(path) is not trusted, since \(place) belongs to another user (\(owner)), who could then "
        + "\(danger): chown it, or run as that user"
    case .leadsOut(let root): "\(path) cannot be read: it leads out of \(root)"
    }
  }
}
