import Foundation
import TestSupport
import Testing

/// `doctor`, and what a run makes of the Lua library it finds.
struct DoctorCommandTests {
  private func options(_ folder: TemporaryDirectory) throws -> [String] {
    [
      "--ledger", folder.file("ledger.sqlite"), "--api-key-file",
      try folder.write("secret-key", to: "key"), "--project", "p",
    ]
  }

  /// The interpreter of the same library, which makes no room for its stacks.
  private func libraryIsSound() throws -> Bool {
    let text = """
      local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
      local depth
      local device = { __concat = function(a, b) deep(depth) return tostring(a) .. b.name end }
      for n = 1, 80 do
        depth = n
        coroutine.wrap(function()
          assert("site-" .. "b-" .. setmetatable({ name = "d" .. n }, device) == "site-b-d" .. n)
        end)()
      end
      print("sound")
      """
    return try LuaItself.output(of: text) == "sound\n"
  }

  @Test func `the doctor says what the Lua library is, as its own interpreter shows it`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let run = try await CommandRun.of(
      "qubitro-host", ["doctor", "--json"] + options(folder), in: folder)
    #expect(run.exitStatus == 0, "\(run.error)")
    let lua = try #require(
      run.output.split(separator: "\n").first { $0.contains(#""subject":"Lua""#) })
    #expect(lua.contains("Lua 5.4."))
    #expect(
      lua.contains(try libraryIsSound() ? #""severity":"ok""# : #""severity":"warning""#), "\(lua)")
  }

  @Test func `with room for its stacks the library is right in any case`() async throws {
    let folder = try TemporaryDirectory()
    let trial = try await CommandRun.of(
      "qubitro-host", ["library-trial", "--reserving"], in: folder)
    #expect(trial.exitStatus == 0)
  }

  @Test func `the doctor tells what a run would miss, and leaves nothing behind`() async throws {
    let folder = try TemporaryDirectory()
    let run = try await CommandRun.of(
      "qubitro-host", ["doctor"], environment: ["HOME": folder.file("home")], in: folder)
    #expect(run.exitStatus == 78)
    #expect(
      run.output.contains("fault    API key      no API key: pass --api-key-file FILE"),
      "\(run.output)")
    #expect(run.output.contains("ok       ledger "))
    #expect(!FileManager.default.fileExists(atPath: folder.file("home")))
  }

  @Test func `the key's value is never shown`() async throws {
    let folder = try TemporaryDirectory()
    let run = try await CommandRun.of(
      "qubitro-host", ["doctor"], environment: ["QUBITRO_API_KEY": "secret-key"], in: folder)
    #expect(run.output.contains("warning  API key      from QUBITRO_API_KEY"))
    #expect(!(run.output + run.error).contains("secret-key"))
  }

  @Test func `a run remembers its verdict on the library until the library's file is another one`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let script = try folder.write("print('here')", to: "script.lua")
    func run() async throws -> CommandRun {
      try await CommandRun.of("qubitro-host", ["run", script] + options(folder), in: folder)
    }
    #expect(try await run().exitStatus == 0)
    let memory = folder.file("lua-library.json")
    let verdict = try String(contentsOfFile: memory, encoding: .utf8)
    #expect(verdict.contains(try libraryIsSound() ? #""sound""# : #""needs-room""#), "\(verdict)")

    let unfit = verdict.replacing("needs-room", with: "unfit").replacing("sound", with: "unfit")
    try unfit.write(toFile: memory, atomically: false, encoding: .utf8)
    let refused = try await run()
    #expect(refused.exitStatus == 78)
    #expect(refused.error.contains("install Lua 5.4.5 or later"), "\(refused.error)")
    #expect(refused.output == "")

    try unfit.replacing(#""size":"#, with: #""size":1"#).write(
      toFile: memory, atomically: false, encoding: .utf8)
    #expect(try await run().output == "here\n")
    #expect(try String(contentsOfFile: memory, encoding: .utf8).contains("unfit") == false)
  }
}
