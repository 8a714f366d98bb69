import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Files

struct TrustedFileTests {
  /// A user who is neither root nor the one who runs the tests.
  private static let stranger = 54_321

  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func fault(
    _ path: String, _ owners: TrustedFile.Owners = .folderOwner, root: String? = nil,
    limit: Int = 1 << 20
  ) -> TrustedFile.Fault? {
    do throws(TrustedFile.Fault) {
      _ = try TrustedFile(path, .init(owners, root: root, sizeLimit: limit))
      return nil
    } catch {
      return error
    }
  }

  private func makeFolder(_ name: String, permissions: Int = 0o755) throws -> String {
    try FileManager.default.createDirectory(
      atPath: folder.file(name), withIntermediateDirectories: true)
    try setPermissions(permissions, of: name)
    return folder.file(name)
  }

  private func setPermissions(_ permissions: Int, of name: String) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: folder.file(name))
  }

  private func giveAway(_ path: String, to owner: Int = stranger) throws {
    let isDone = unsafe lchown(path, uid_t(owner), gid_t(owner)) == 0
    try #require(isDone)
  }

  /// How many bytes of a pipe nobody has read yet.
  private func unread(_ pipe: FileDescriptor) throws -> Int32 {
    var count: Int32 = 0
    let isAsked = unsafe ioctl(pipe.rawValue, UInt(FIONREAD), &count) == 0
    try #require(isAsked)
    return count
  }

  private func link(_ name: String, to target: String) throws -> String {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file(name), withDestinationPath: target)
    return folder.file(name)
  }

  @Test func `a file of ours in a folder of ours is read`() throws {
    let path = try folder.write("text", to: "a/b/file")
    let file = try TrustedFile(path, .init(.folderOwner, sizeLimit: 4))
    #expect(file.bytes == Array("text".utf8))
  }

  @Test func `anything but a regular file is refused at once, by its kind`() throws {
    #expect(fault(folder.file("none")) == .missing)
    #expect(fault(try folder.write("", to: "file") + "/inside") == .missing)
    #expect(fault(folder.path) == .notAFile("a folder"))
    #expect(fault("/dev/null") == .notAFile("a device"))
    let isMade = unsafe mkfifo(folder.file("pipe"), 0o600) == 0
    #expect(isMade)
    #expect(fault(folder.file("pipe")) == .notAFile("a pipe"))
    #expect(fault(try link("to-pipe", to: "pipe")) == .notAFile("a pipe"))
    #expect(fault(try folder.write("12345", to: "large"), limit: 4) == .tooLarge(limit: 4))
    _ = try link("circle", to: "circle")
    guard case .cannotBeRead = fault(folder.file("circle")) else {
      Issue.record("a circle of links was followed")
      return
    }
  }

  @Test(arguments: [0o620, 0o602, 0o666])
  func `a file that others may write is refused`(permissions: Int) throws {
    let path = try folder.write("", to: "file", permissions: permissions)
    #expect(fault(path) == .writableFile(path))
    #expect(fault(path, .anyone) == .writableFile(path))
  }

  @Test(arguments: [0o775, 0o757, 0o2775])
  func `a file in a folder that others may write is refused, however far above`(
    permissions: Int
  ) throws {
    let shared = try makeFolder("shared", permissions: permissions)
    let path = try folder.write("", to: "shared/own/file")
    #expect(fault(path) == .writableFolder(shared))
    #expect(fault(try folder.write("", to: "shared/file")) == .writableFolder(shared))
    #expect(fault(try link("way", to: "shared/own/file")) == .writableFolder(shared))
  }

  @Test func `in a folder with the sticky bit only one's own files are taken`() throws {
    try #require(geteuid() == 0, "files are given away, which root alone can do")
    _ = try makeFolder("all", permissions: 0o1777)
    #expect(fault(try folder.write("", to: "all/ours")) == nil)
    let path = try folder.write("", to: "all/theirs")
    try giveAway(path)
    #expect(fault(path) == .foreignOwner(path: path, owner: UInt32(Self.stranger)))
  }

  @Test func `another user's file is refused, unless the folder is that user's too`() throws {
    try #require(geteuid() == 0, "files are given away, which root alone can do")
    let path = try folder.write("", to: "theirs/file")
    try giveAway(path)
    #expect(fault(path) == .foreignOwner(path: path, owner: UInt32(Self.stranger)))
    #expect(fault(path, .anyone) == nil)
    #expect(fault(path, .users([UInt32(Self.stranger)])) == nil)
    try giveAway(folder.file("theirs"))
    #expect(fault(path) == nil)
    let place = TrustedFile.Fault.foreignOwner(
      path: folder.file("theirs"), owner: UInt32(Self.stranger))
    #expect(fault(path, .users([])) == place)
  }

  @Test func `below a root every folder's owner counts`() throws {
    try #require(geteuid() == 0, "files are given away, which root alone can do")
    let path = try folder.write("", to: "root/theirs/ours/file")
    #expect(fault(path, .owner(of: folder.file("root")), root: folder.file("root")) == nil)
    try giveAway(folder.file("root/theirs"))
    #expect(
      fault(path, .owner(of: folder.file("root")), root: folder.file("root"))
        == .foreignOwner(path: folder.file("root/theirs"), owner: UInt32(Self.stranger)))
  }

  @Test func `another user's link is not followed`() throws {
    try #require(geteuid() == 0, "links are given away, which root alone can do")
    _ = try folder.write("", to: "file")
    let path = try link("link", to: folder.file("file"))
    #expect(fault(path) == nil)
    try giveAway(path)
    #expect(fault(path) == .foreignOwner(path: path, owner: UInt32(Self.stranger)))
  }

  @Test func `a link may lead anywhere within its root, and not out of it`() throws {
    let root = try makeFolder("root")
    _ = try folder.write("", to: "root/in/file")
    _ = try folder.write("", to: "outside/file")
    let inside = try link("root/inside", to: "in/../in/file")
    #expect(fault(inside, .owner(of: root), root: root) == nil)
    for target in ["../outside/file", folder.file("outside/file")] {
      let path = try link("root/out-\(target.count)", to: target)
      #expect(fault(path, .owner(of: root), root: root) == .leadsOut(root: root))
    }
  }

  @Test func `a pipe that a person has named is read to its end`() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("text".utf8))
    try pipe.fileHandleForWriting.close()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let rule = TrustedFile.Rule(.anyone, allowsPipes: true, sizeLimit: 100)
    #expect(try TrustedFile(path, rule).bytes == Array("text".utf8))
  }

  @Test func `a named pipe is read where nobody else could have put it`() async throws {
    let rule = TrustedFile.Rule(.anyone, allowsPipes: true, sizeLimit: 100)
    _ = try makeFolder("own")
    let shared = try makeFolder("shared", permissions: 0o777)
    for name in ["own/pipe", "shared/pipe"] {
      let isMade = unsafe mkfifo(folder.file(name), 0o600) == 0
      try #require(isMade)
    }
    #expect(throws: TrustedFile.Fault.writableFolder(shared)) {
      try TrustedFile(folder.file("shared/pipe"), rule)
    }
    // Open at both ends, so that neither end waits for the other.
    let pipe = try FileDescriptor.open(FilePath(folder.file("own/pipe")), .readWrite)
    try pipe.writeAll(Array("text".utf8))
    let read = Task { try TrustedFile(folder.file("own/pipe"), rule).bytes }
    try await eventually("the pipe is read") { try self.unread(pipe) == 0 }
    try pipe.close()
    #expect(try await inTime("the pipe ends") { try await read.value } == Array("text".utf8))
  }

  @Test func `a here-document, which is a deleted file, is read`() throws {
    let path = try folder.write("text", to: "here")
    let file = try FileDescriptor.open(FilePath(path), .readOnly)
    try FileManager.default.removeItem(atPath: path)
    let rule = TrustedFile.Rule(.anyone, allowsPipes: true, sizeLimit: 100)
    #expect(try TrustedFile("/dev/fd/\(file.rawValue)", rule).bytes == Array("text".utf8))
    try file.close()
    #expect(fault("/dev/none", .anyone) == .missing)
  }

  @Test func `a folder that the path only leaves again does not count`() throws {
    let shared = try makeFolder("shared", permissions: 0o777)
    _ = try folder.write("", to: "own/file")
    #expect(fault(shared + "/../own/file") == nil)
    #expect(fault(shared + "/inside/../../own/file") == .missing)
    _ = try makeFolder("shared/inside")
    #expect(fault(shared + "/inside/../../own/file") == .writableFolder(shared))
  }

  @Test func `a relative path begins in the working folder`() throws {
    let here = FileManager.default.currentDirectoryPath
    let up = String(repeating: "../", count: here.split(separator: "/").count)
    let path = try folder.write("text", to: "file")
    let relative = up + path.dropFirst()
    #expect(try TrustedFile(relative, .init(.folderOwner, sizeLimit: 9)).bytes.count == 4)
  }
}
