import Foundation
import SystemPackage

/// A path that is followed folder by folder, each opened from the one before, so that what is
/// judged is what is opened.
///
/// Whoever may write a folder on the way can lead a path elsewhere between two looks at it.
/// Here every folder and every link is held open and judged by its descriptor.
struct PathWalk {
  /// A folder or a link that the path leads through.
  struct Step: Sendable {
    /// The path so far, without links before it.
    var path: String
    var status: Stat
    /// Whether nobody can write there, whatever the modes say.
    var isReadOnly = false
  }

  /// What a path leads to.
  struct End {
    /// The file's path without links.
    var path: String
    var status: Stat
    /// Every folder and link that was passed, in their order.
    var steps: [Step]
    /// The folders above the file, from `/` down to its own.
    var folders: [Step]
    fileprivate var folder: Entry
    fileprivate var name: String
  }

  /// As Linux has it.
  private static let mostLinks = 40

  private var folders: [Entry] = []
  private var steps: [Step] = []
  private var pending: ArraySlice<Substring> = []
  private var linkCount = 0

  private init() {}

  /// Follows a path to its end, which is not opened.
  ///
  /// Throws an `Errno`: that of the first part that is missing, no folder, or not to be entered.
  static func end(of path: String) throws -> End {
    var walk = PathWalk()
    let start = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
    try walk.goToRoot()
    walk.pending = parts(of: start + path)
    while let part = walk.pending.popFirst() {
      if let end = try walk.pass(String(part)) { return end }
    }
    // The path names the folder that it came to.
    let folder = try walk.top
    return End(
      path: folder.step.path, status: folder.step.status, steps: walk.steps,
      folders: walk.folders.map(\.step), folder: folder, name: ".")
  }

  /// Goes one part further; returns the end where this is it.
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
  /// Opens the file for reading, without following a link that may have taken its place, and
  /// without waiting for the other end of a pipe.
  func open() throws -> FileDescriptor {
    try folder.open(name)
  }
}

/// What is held open of a path: a folder or a link, by a descriptor that can only be looked at.
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

  /// Where this link leads.
  func target() throws -> String {
    try descriptor.linkTarget()
  }
}
