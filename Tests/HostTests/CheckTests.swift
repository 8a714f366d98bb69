import Foundation
import Host
import Settings
import Terminal
import TestSupport
import Testing

struct CheckTests {
  private let folder: TemporaryDirectory
  private let console = CapturedConsole()

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func check(_ text: String, isJSON: Bool = false) async throws -> ExitStatus {
    let path = try folder.write(text, to: "s.lua")
    var settings = GivenSettings(mode: .plan)
    settings.isJSON = isJSON
    return try await Check([path], settings, environment: [:], console: console).execute()
  }

  private func shown(_ text: String) -> String {
    text.replacingOccurrences(of: folder.path + "/", with: "")
  }

  @Test func `what a script takes is listed, and nothing of it runs beyond that`() async throws {
    let status = try await check(
      """
      print("not shown")
      local helper = require "helper"
      params {
        site = { type = "string", required = true, help = "site code" },
        count = { type = "integer", default = 10, min = 1 },
      }
      error("not reached")
      """)
    #expect(status == .failed)
    #expect(
      shown(console.error) == "s.lua:2: require 'helper': no such module in \(folder.path) or lib\n"
    )
    try folder.write("return 1", to: "helper.lua")
    let listed = CapturedConsole()
    #expect(
      try await Check(
        [folder.file("s.lua")], GivenSettings(mode: .plan), environment: [:], console: listed
      ).execute() == .converged)
    #expect(
      shown(listed.output) == """
        s.lua takes
          count  integer of at least 1, default 10
          site   string, required; site code

        """)
    #expect(listed.error == "")
  }

  @Test func `a script without params takes any arguments, and is not run at all`() async throws {
    #expect(try await check("while true do end") == .converged)
    #expect(shown(console.output) == "s.lua: takes any arguments\n")
  }

  @Test func `a mistake in the declaration, and a failure before it, are reported with their line`()
    async throws
  {
    #expect(try await check("local x\nparams { a = { type = 'strng' } }") == .failed)
    #expect(shown(console.error).hasPrefix("s.lua:2: params.a: type must be 'string' or"))
    let failing = CapturedConsole()
    try folder.write("local x = nil\nlocal y = x.z\nparams {}", to: "f.lua")
    #expect(
      try await Check(
        [folder.file("f.lua")], GivenSettings(mode: .plan), environment: [:], console: failing
      ).execute() == .failed)
    #expect(shown(failing.error) == "f.lua:2: attempt to index a nil value (local 'x')\n")
  }

  @Test func `params that come too late, are not reached or have a bad pattern are reported`()
    async throws
  {
    #expect(try await check("host.log.info('early')\nparams {}") == .failed)
    #expect(
      shown(console.error)
        == "s.lua:1: host.log.info is called before params, which must come first\n")
    #expect(shown(console.output) == "s.lua: its params were not reached\n")
    let pattern = CapturedConsole()
    try folder.write("params { a = { type = 'string', pattern = '[' } }", to: "p.lua")
    #expect(
      try await Check(
        [folder.file("p.lua")], GivenSettings(mode: .plan), environment: [:], console: pattern
      ).execute() == .failed)
    #expect(shown(pattern.error) == "p.lua:1: params.a: malformed pattern (missing ']')\n")
    let other = CapturedConsole()
    try folder.write("if args.x then params {} end", to: "o.lua")
    #expect(
      try await Check(
        [folder.file("o.lua")], GivenSettings(mode: .plan), environment: [:], console: other
      ).execute() == .converged)
    #expect(shown(other.output) == "o.lua: its params were not reached\n")
  }

  @Test func `a failure without a place, or in a tail call, still names the file`() async throws {
    #expect(
      try await check("local function f() error({ code = 1 }) end\nf()\nparams {}") == .failed)
    #expect(shown(console.error) == "s.lua:1: (error object is a table value)\n")
    let tail = CapturedConsole()
    try folder.write("return params { a = { type = 'strng' } }", to: "t.lua")
    #expect(
      try await Check(
        [folder.file("t.lua")], GivenSettings(mode: .plan), environment: [:], console: tail
      ).execute() == .failed)
    #expect(shown(tail.error).hasPrefix("t.lua: params.a: type must be 'string' or"))
  }

  @Test func `as JSON every script is a line, and the last one sums up`() async throws {
    #expect(
      try await check("params { n = { type = 'number', max = 1.5 } } prnt()", isJSON: true)
        == .failed)
    let lines = shown(console.output).split(separator: "\n").map(String.init)
    let parameters = #"[{"name":"n","type":"number","required":false,"max":1.5,"secret":false}]"#
    let message =
      "neither Lua nor the host defines 'prnt', and the script does not set it "
      + "(did you mean 'print'?)"
    let problems = #"[{"where":"s.lua:1","message":"\#(message)"}]"#
    let script =
      #"{"type":"script","path":"s.lua","ok":false,"#
      + #""parameters":\#(parameters),"problems":\#(problems)}"#
    #expect(lines.first == script)
    #expect(
      lines.dropFirst() == [
        #"{"type":"summary","schema":1,"scripts":1,"problems":1,"exit_status":1}"#
      ])
    for line in lines {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  @Test func `a script that is missing is 66, beside others that are checked`() async throws {
    let good = try folder.write("return 1", to: "good.lua")
    #expect(
      try await Check(
        [folder.file("none.lua"), good], GivenSettings(mode: .plan), environment: [:],
        console: console
      ).execute()
        == .noInput)
    #expect(shown(console.error) == "the script none.lua does not exist\n")
    #expect(shown(console.output) == "good.lua: takes any arguments\n")
  }

  @Test func `a --module-path that is no folder is an error`() async throws {
    var settings = GivenSettings(mode: .plan)
    settings.modulePath = ["/nowhere"]
    let check = Check([], settings, environment: [:], console: console)
    await #expect(
      throws: HostError(.noInput, "--module-path: the module path /nowhere is not a folder")
    ) {
      try await check.execute()
    }
  }
}
