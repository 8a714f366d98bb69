import Foundation
import TestSupport
import Testing

@testable import Files

struct FileReplacementTests {
  private struct Failure: Error {}

  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func replace(
    _ path: String, with texts: String..., sparing spared: [String] = []
  ) throws(FileReplacement.Fault) {
    let file = try FileReplacement(of: path, sparing: spared)
    for text in texts { try file.write(text) }
    try file.takePlace()
  }

  private func text(of name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a file is made, and replaced as a whole, and only its owner can read it`() throws {
    try replace(folder.file("new"), with: "a", "b")
    #expect(try text(of: "new") == "ab")
    #expect(try folder.permissions(of: "new") == 0o600)
    try folder.write("a longer text", to: "old", permissions: 0o644)
    try replace(folder.file("old"), with: "new")
    #expect(try text(of: "old") == "new")
    #expect(try folder.permissions(of: "old") == 0o600)
    #expect(try names() == ["new", "old"])
  }

  @Test func `whoever has the old file open keeps reading it`() throws {
    try folder.write("old", to: "file")
    let reader = try FileHandle(forReadingFrom: URL(filePath: folder.file("file")))
    defer { try? reader.close() }
    try replace(folder.file("file"), with: "new")
    #expect(try reader.readToEnd() == Data("old".utf8))
  }

  @Test func `what fails before the end leaves the old file and nothing else`() throws {
    try folder.write("old", to: "file", permissions: 0o644)
    func failing() throws {
      let file = try FileReplacement(of: folder.file("file"))
      try file.write("ne")
      #expect(try names().count == 2)
      throw Failure()
    }
    #expect(throws: Failure.self) { try failing() }
    #expect(try text(of: "file") == "old")
    #expect(try folder.permissions(of: "file") == 0o644)
    #expect(try names() == ["file"])
  }

  @Test func `a link stays, and the file that it names is replaced`() throws {
    try folder.write("old", to: "inside/file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: "inside/file")
    try replace(folder.file("link"), with: "new")
    #expect(try text(of: "inside/file") == "new")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link"))
        == "inside/file")
    let inside = try FileManager.default.contentsOfDirectory(atPath: folder.file("inside"))
    #expect(inside == ["file"])
  }

  @Test func `a folder, a device and a pipe are refused`() throws {
    let isMade = unsafe mkfifo(folder.file("pipe"), 0o600) == 0
    #expect(isMade)
    for path in [folder.path, "/dev/null", folder.file("pipe")] {
      let path = FileReplacement.destination(of: path)
      #expect(throws: FileReplacement.Fault.notAFile(path: path)) {
        try replace(path, with: "new")
      }
    }
  }

  @Test func `a spared file is refused by each of its names`() throws {
    let path = try folder.write("old", to: "file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: "file")
    let spared = FileReplacement.Fault.spared(path: FileReplacement.destination(of: path))
    for name in ["file", "link", "./file", "none/../file"] {
      #expect(throws: spared, "\(name)") {
        try replace(folder.file(name), with: "new", sparing: [folder.file("other"), path])
      }
    }
    #expect(throws: spared) { try replace(path, with: "new", sparing: [folder.file("link")]) }
    #expect(try text(of: "file") == "old")
    #expect(try names() == ["file", "link"])
  }

  @Test func `a folder that is missing has no place for a file`() throws {
    let missing = FileReplacement.destination(of: folder.file("none"))
    let fault = FileReplacement.Fault.cannotBeMade(
      folder: missing, reason: "No such file or directory")
    #expect(throws: fault) { try replace(folder.file("none/file"), with: "new") }
  }

  @Test func `a file whose place has become a folder meanwhile leaves nothing behind`() throws {
    let path = FileReplacement.destination(of: folder.file("file"))
    func late() throws {
      let file = try FileReplacement(of: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      try file.takePlace()
    }
    let fault = FileReplacement.Fault.cannotBeWritten(path: path, reason: "Is a directory")
    #expect(throws: fault) { try late() }
    #expect(try names() == ["file"])
  }
}
