import Foundation

/// Debian's Lua interpreter, which says how its library behaves.
package enum LuaItself {
  /// What a script prints, run by `lua5.4`.
  package static func output(of text: String) throws -> String {
    let folder = try TemporaryDirectory()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // It has no limits of its own.
    process.arguments = ["timeout", "60", "lua5.4", try folder.write(text, to: "test.lua")]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
