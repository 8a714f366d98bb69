import Foundation
import SystemPackage

extension TrustedFile {
  /// Why a file is not read.
  package enum Fault: Error, Hashable, Sendable {
    case missing
    case cannotBeRead(String)
    /// What it is instead of a file, as in "a folder".
    case notAFile(String)
    case tooLarge(limit: Int)
    /// Others than its owner may write it.
    case writableFile(String)
    /// Others than its owner may write a folder that leads to it, and so put another in its place.
    case writableFolder(String)
    /// It, or a link or folder that leads to it, belongs to somebody who is not trusted.
    case foreignOwner(path: String, owner: UInt32)
    /// A link leads out of the folder that it must stay in.
    case leadsOut(root: String)
  }

  /// Judges what leads to a file: that nobody can put another in its place.
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

  /// Judges an open file: that nobody but its owner can write it, and that its owner is trusted.
  static func judge(
    _ status: Stat, at path: String, _ owners: Owners, folderOwner: UserID?
  ) throws(Fault) {
    guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      throw .writableFile(path)
    }
    try judge(owner: status.userID, path, owners, folderOwner)
  }

  /// The folders whose owners could bring a file of anybody's into place: from the root that the
  /// file must stay in, or, if there is none, its own.
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
  /// Whether others than its owner can rename or replace what lies in this folder.
  ///
  /// In a folder with the sticky bit, such as `/tmp`, they can only add what is theirs.
  fileprivate var isWritableByOthers: Bool {
    if isReadOnly || status.permissions.contains(.saveText) { return false }
    return !status.permissions.isDisjoint(with: [.groupWrite, .otherWrite])
  }
}

extension Stat {
  fileprivate func isSameFile(as other: Stat) -> Bool {
    deviceID == other.deviceID && inode == other.inode
  }
}

extension TrustedFile.Fault {
  /// What is wrong, to follow the file's path, and what to do; `kind` is what the file should be,
  /// as in "file of Lua text".
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
