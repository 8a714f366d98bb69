import Foundation
import SystemPackage

/// Follows a path folder by folder, and opens each folder from the one before.
///
/// A user who may write a folder on the way can lead the path elsewhere between two looks at it.
/// So the walk holds every folder and every link open, and looks at it by its descriptor: what is
/// judged is what is opened.
struct PathWalk {
  /// A folder or a link that the path leads through.
  struct Step: Sendable {
    /// The path so far, with the links before it resolved.
    var path: String
    var status: Stat
    /// Whether nobody can write there, even if the permissions allow it.
    var isReadOnly = false
  }

  /// What the path leads to.
  struct End {
    /// The file's path with its links resolved.
    var path: String
    var status: Stat
    /// Every folder and link on the way, in order.
    var steps: [Step]
    /// The folders above the file, from `/` down to its own.
    var folders: [Step]
    fileprivate var folder: Entry
    fileprivate var name: String
  }

  /// The same limit as Linux's.
  private static let mostLinks = 40

  private var folders: [Entry] = []
  private var steps: [Step] = []
  private var pending: ArraySlice<Substring> = []
  private var linkCount = 0

  private init() {}

  /// Follows a path to its end, and does not open the end.
  ///
  /// Throws the `Errno` of the first part that is missing, is not a folder, or cannot be entered.
  static func end(of path: String) throws -> End {
    var walk = PathWalk()
    let start = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
    try walk.goToRoot()
    walk.pending = parts(of: start + path)
    while let part = walk.pending.popFirst() {
      if let end = try walk.pass(String(part)) { return end }
    }
    // The path ends with a folder.
    let folder = try walk.top
    return End(
      path: folder.step.path, status: folder.step.status, steps: walk.steps,
      folders: walk.folders.map(\.step), folder: folder, name: ".")
  }

  /// Follows one part of the path; returns the end if this part is it.
  private mutating func pass(_ part: String) throws -> End? {
    if part == ".." {
      if folders.count > 1 { folders.removeLast() }
      return nil
    }
    let parent = try top
    let entry = try Entry.open(part, in: parent)
    switch entry.step.status.type {
    case .symbolicLink:
      linkCount += 1
      guard linkCount <= Self.mostLinks else { throw Errno.tooManySymbolicLinkLevels }
      steps.append(entry.step)
      let target = try entry.target()
      if target.hasPrefix("/") { try goToRoot() }
      pending = Self.parts(of: target) + pending
      return nil
    case .directory:
      enter(entry)
      return nil
    default:
      guard pending.isEmpty else { throw Errno.notDirectory }
      return End(
        path: entry.step.path, status: entry.step.status, steps: steps,
        folders: folders.map(\.step), folder: parent, name: part)
    }
  }

  private var top: Entry {
    get throws {
      guard let last = folders.last else { throw Errno.noSuchFileOrDirectory }
      return last
    }
  }

  private mutating func goToRoot() throws {
    folders = []
    enter(try Entry.root())
  }

  private mutating func enter(_ folder: Entry) {
    folders.append(folder)
    steps.append(folder.step)
  }

  private static func parts(of path: String) -> ArraySlice<Substring> {
    path.split(separator: "/").filter { $0 != "." }[...]
  }
}

extension PathWalk.End {
  /// Opens the file for reading.
  ///
  /// It does not follow a link that may have taken the file's place, and does not wait for the
  /// other end of a pipe.
  func open() throws -> FileDescriptor {
    try folder.open(name)
  }
}

/// A folder or a link on the way, held open by a descriptor that serves only to look at it.
private final class Entry {
  let step: PathWalk.Step
  private let descriptor: FileDescriptor

  private init(_ descriptor: FileDescriptor, _ path: String) throws {
    self.descriptor = descriptor
    var step = PathWalk.Step(path: path, status: try descriptor.stat())
    let isWritable = !step.status.permissions.isDisjoint(with: [.groupWrite, .otherWrite])
    if isWritable, step.status.type == .directory { step.isReadOnly = descriptor.isReadOnly }
    self.step = step
  }

  deinit {
    try? descriptor.close()
  }

  static func root() throws -> Entry {
    try Entry(FileDescriptor.look(at: "/", from: AT_FDCWD), "/")
  }

  static func open(_ name: String, in parent: Entry) throws -> Entry {
    let path = parent.step.path == "/" ? "/" + name : parent.step.path + "/" + name
    return try Entry(FileDescriptor.look(at: name, from: parent.descriptor.rawValue), path)
  }

  func open(_ name: String) throws -> FileDescriptor {
    try FileDescriptor.open(
      name, from: descriptor.rawValue, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
  }

  /// The target of this link.
  func target() throws -> String {
    try descriptor.linkTarget()
  }
}
