import LuaRuntime
import Testing

struct ScriptFailureTests {
  @Test func `a syntax error names file and line`() async throws {
    let run = try await ScriptRun.of("local a = 1\nlocal = 2")
    #expect(run.failure?.kind == .script)
    #expect(run.failure?.message.hasPrefix("test.lua:2: <name> expected") == true)
  }

  @Test func `any value can be an error`() async throws {
    let cases = [
      ("error('plain')", "test.lua:1: plain"), ("error()", "(error object is a nil value)"),
      ("error({})", "(error object is a table value)"),
      ("error(setmetatable({}, { __tostring = function() return 'spoken' end }))", "spoken"),
      (
        "error(setmetatable({}, { __tostring = function() error('x') end }))",
        "an error that could not be described"
      ),
      ("error(42)", "42"),
    ]
    for (text, message) in cases {
      #expect(try await ScriptRun.of(text).failure?.message == message)
    }
  }
}
