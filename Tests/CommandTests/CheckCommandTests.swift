import TestSupport
import Testing

struct CheckCommandTests {
  @Test func `check needs no key, no project and no ledger, and tells by its exit status`()
    async throws
  {
    let folder = try TemporaryDirectory()
    try folder.write("params { n = { type = 'integer', required = true } }", to: "good.lua")
    try folder.write("require 'm'\nprnt()", to: "bad.lua")
    try folder.write("return 1", to: "modules/m.lua")
    let good = try await CommandRun.of("qubitro-host", ["check", "good.lua"], in: folder)
    #expect(
      (good.exitStatus, good.output, good.error) == (
        0, "good.lua takes\n  n  integer, required\n", ""
      ))
    let bad = try await CommandRun.of(
      "qubitro-host", ["check", "good.lua", "bad.lua", "--module-path", "modules"], in: folder)
    #expect(bad.exitStatus == 1)
    #expect(
      bad.error == """
        bad.lua:2: neither Lua nor the host defines 'prnt', and the script does not set it \
        (did you mean 'print'?)

        """)
    #expect(
      try await CommandRun.of("qubitro-host", ["check", "none.lua"], in: folder).exitStatus == 66)
    #expect(try await CommandRun.of("qubitro-host", ["check"], in: folder).exitStatus == 64)
  }

  @Test func `run refuses arguments that the script does not take, with 64`() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("params { n = { type = 'integer' } }", to: "s.lua")
    let plan = try await CommandRun.of(
      "qubitro-host",
      ["plan", "s.lua", "n=x", "--project", "p", "--ledger", folder.file("l.sqlite")], in: folder)
    #expect(plan.exitStatus == 64)
    #expect(plan.error.contains("n=x: must be an integer\n"))
    #expect(plan.error.contains("what it takes: qubitro-host check s.lua\n"))
  }
}
