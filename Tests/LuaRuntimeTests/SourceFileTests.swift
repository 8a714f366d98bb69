import Files
import Foundation
import LuaRuntime
import TestSupport
import Testing

struct SourceFileTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func fault(_ path: String, limit: Int = 1 << 20) -> SourceFile.Fault? {
    do throws(SourceFile.Fault) {
      _ = try SourceFile(path: path, .init(.folderOwner, sizeLimit: limit))
      return nil
    } catch {
      return error
    }
  }

  @Test func `a file comes with its text and the digest of its bytes`() throws {
    let file = try SourceFile(
      path: try folder.write("\u{FEFF}return 1", to: "a.lua"), .init(.folderOwner, sizeLimit: 100))
    #expect(file.program.text == Array("return 1".utf8))
    // What sha256sum prints for the file.
    #expect(file.digest == "b155b57724312b9dd9e5ba3aeb3b6ca7df16a6f3168dc597db5c8ffaa39668e6")
  }

  @Test func `what is no file of text says what it is`() throws {
    #expect(fault(folder.file("none.lua")) == .file(.missing))
    #expect(fault(try folder.write("", to: "file") + "/inside") == .file(.missing))
    #expect(fault(folder.path) == .file(.notAFile("a folder")))
    #expect(fault("/dev/null") == .file(.notAFile("a device")))
    let isMade = unsafe mkfifo(folder.file("pipe.lua"), 0o600) == 0
    #expect(isMade)
    #expect(fault(folder.file("pipe.lua")) == .file(.notAFile("a pipe")))
    #expect(fault(try folder.write("\u{1B}Lua", to: "compiled.lua")) == .bytecode)
    #expect(fault(try folder.write("a\0b", to: "binary.lua")) == .binary)
    #expect(
      fault(try folder.write("12345", to: "large.lua"), limit: 4) == .file(.tooLarge(limit: 4)))
  }

  @Test(arguments: [0o620, 0o602, 0o666])
  func `a file that others may write is refused, with the command that mends it`(permissions: Int)
    throws
  {
    let path = try folder.write("return 1", to: "a.lua", permissions: permissions)
    #expect(fault(path) == .file(.writableFile(path)))
    #expect(fault(path)?.description(of: path).contains("chmod go-w \(path)") == true)
  }

  @Test func `byte order mark and shebang are skipped, and lines keep their numbers`() {
    let program = Program(
      name: "x", text: [0xEF, 0xBB, 0xBF] + Array("#!/usr/bin/env lua\nprint(1)".utf8))
    #expect(program.text == Array("\nprint(1)".utf8))
  }
}
