import Foundation
import SystemPackage

/// Follows a path folder by folder, and opens each folder from the one before.
///
/// A user who may write a folder on the way can lead the path elsewhere between two looks at it.
/// So the walk holds every folder and every link open, and looks at it by its descriptor: what is
/// judged is what is opened.
struct PathWalk {
  /// A folder in which a part of the path is looked up, or a link that the path leads through.
  struct Step: Sendable {
    /// The path so far, with the links before it resolved.
    var path: String
    var status: Stat
    /// Whether a file system is mounted read-only at this folder.
    ///
    /// Then nobody can write there, even if the permissions allow it. A folder further inside may
    /// be on such a mount for this process alone, as in a container, and others can write to it.
    var isReadOnlyMount = false
  }

  /// What the path leads to.
  struct End {
    /// The file's path with its links resolved.
    var path: String
    var status: Stat
    /// The folders in which a part was looked up, and the links, in order.
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
    try walk.goToRoot()
    walk.pending = parts(of: path.hasPrefix("/") ? path : try workingFolder + "/" + path)
    while let part = walk.pending.popFirst() {
      if let end = try walk.pass(String(part)) { return end }
    }
    // The path ends with a folder.
    let folder = try walk.top
    return End(
      path: folder.step.path, status: folder.step.status, steps: walk.steps,
      folders: walk.folders.map(\.step), folder: folder, name: ".")
  }

  private static var workingFolder: String {
    get throws {
      let path = FileManager.default.currentDirectoryPath
      // Without this check a path in a folder that has been deleted would begin at `/`.
      guard path.hasPrefix("/") else { throw Errno.noSuchFileOrDirectory }
      return path
    }
  }

  /// Follows one part of the path; returns the end if this part is it.
  private mutating func pass(_ part: String) throws -> End? {
    if part == ".." {
      if folders.count > 1 { folders.removeLast() }
      return nil
    }
    let parent = try top
    steps.append(parent.step)
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
      folders.append(entry)
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
    folders = [try Entry.root()]
  }

  private static func parts(of path: String) -> ArraySlice<Substring> {
    path.split(separator: "/").filter { $0 != "." }[...]
  }
}

extension PathWalk.End {
  /// Opens the file for reading.
  ///
  /// It does not follow a link that may have taken the file's place. `waits` says whether it waits
  /// for the other end of a pipe.
  func open(waits: Bool = false) throws -> FileDescriptor {
    try folder.open(name, waits ? 0 : O_NONBLOCK)
  }
}

/// A folder or a link on the way, held open by a descriptor that serves only to look at it.
private final class Entry {
  let step: PathWalk.Step
  private let descriptor: FileDescriptor

  private init(
    _ descriptor: FileDescriptor, _ status: Stat, _ path: String, in parent: Entry?
  ) {
    self.descriptor = descriptor
    var step = PathWalk.Step(path: path, status: status)
    let isWritable = !status.permissions.isDisjoint(with: [.groupWrite, .otherWrite])
    if isWritable, status.type == .directory, descriptor.isReadOnly,
      let mount = descriptor.mountNumber
    {
      step.isReadOnlyMount = mount != parent?.descriptor.mountNumber
    }
    self.step = step
  }

  deinit {
    try? descriptor.close()
  }

  static func root() throws -> Entry {
    try look(at: "/", from: AT_FDCWD, "/", in: nil)
  }

  static func open(_ name: String, in parent: Entry) throws -> Entry {
    let path = parent.step.path == "/" ? "/" + name : parent.step.path + "/" + name
    return try look(at: name, from: parent.descriptor.rawValue, path, in: parent)
  }

  private static func look(
    at name: String, from folder: CInt, _ path: String, in parent: Entry?
  ) throws -> Entry {
    let descriptor = try FileDescriptor.look(at: name, from: folder)
    do {
      return Entry(descriptor, try descriptor.stat(), path, in: parent)
    } catch {
      try? descriptor.close()
      throw error
    }
  }

  func open(_ name: String, _ flags: CInt) throws -> FileDescriptor {
    try FileDescriptor.open(
      name, from: descriptor.rawValue, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags)
  }

  /// The target of this link.
  func target() throws -> String {
    try descriptor.linkTarget()
  }
}
