import Bindings
import Effects
import LuaRuntime
import TestSupport
import Testing

/// Every request for memory fails once, in a program for each part of the boundary: the script
/// ends, or goes on, in a clean way.
///
/// That nothing stays behind is asserted wherever a state is closed.
struct AllocationSweepTests {
  private static let programs = [
    """
    local device, err = qubitro.create_device {
      name = "a", source = "mqtt", tags = host.array { "x", "y" },
    }
    print(device.id, err, #device.tags, device.credentials.device_token)
    host.log.info("made", { id = device.id, list = { 1, 2.5, true, host.null } })
    """,
    """
    local total = 0
    local function row(name) return { name = name, source = "mqtt" } end
    qubitro.create_devices({ row("a"), row("b"), row("c") }, {
      concurrency = 2, each = function(device, err) total = total + (device and 1 or 0) end,
    })
    print(host.parallel {
      function() return total end,
      function() return host.log.info("x") end,
    }[1])
    """,
    """
    params { site = { type = "string", pattern = "^%a+$" }, rooms = { type = "list" } }
    local m = require "module"
    print(m.double(args.count), args.site)
    """,
    """
    local generator = coroutine.wrap(function()
      for n = 1, 3 do
        coroutine.yield(n, qubitro.create_device { name = "d" .. n, source = "mqtt" })
      end
    end)
    print(generator(), generator())
    local thread = coroutine.create(function()
      local x <close> = setmetatable({}, { __close = function() host.log.info("bye") end })
      coroutine.yield()
    end)
    coroutine.resume(thread)
    print(coroutine.close(thread), coroutine.status(thread))
    print(select("#", coroutine.resume(coroutine.create(error), {})))
    """,
    """
    print(pcall(error, { code = 1 }))
    print(xpcall(function() local x = nil; return x.y end, debug.traceback))
    print(("x"):rep(300):gsub("x(x)", "%1"):upper(), ("a,b"):find("(%a),(%a)"))
    print(string.format("%q %5.2f", "t", 1.5))
    local t = table.move({ 3, 1, 2 }, 1, 3, 1, {}) table.insert(t, 9)
    table.sort(t, function(a, b) return (a or 0) < (b or 0) end)
    for word in ("one two"):gmatch("%a+") do t[#t + 1] = word end
    print(table.concat(t, " "), load("return ...")(7))
    print(tostring(setmetatable({}, { __tostring = function() return "t" end })))
    """,
    """
    local function fail()
      error(setmetatable({}, { __tostring = function() return 'told' .. 1 end }))
    end
    host.parallel { function() fail() end }
    """,
  ]

  /// One request denied has Lua collect its garbage and ask again, two are an error, and denied for
  /// good not even that error finds memory.
  private static let denials = [1, 2, 1 << 40]

  @Test(arguments: denials)
  func `whichever request is denied while a state is made, it is an error`(denials: Int)
    async throws
  {
    let world = try World()
    for first in 1...(try await world.run("", denying: 0..<1).requests) {
      _ = try await world.run("", denying: first..<first + denials)
    }
  }

  @Test(arguments: programs.indices, denials)
  func `whichever request of a program is denied, it ends cleanly`(index: Int, denials: Int)
    async throws
  {
    let world = try World()
    let text = Self.programs[index]
    let before = try await world.run("", denying: 0..<1).requests
    let undisturbed = try await world.run(text, denying: 0..<1)
    #expect(undisturbed.failure == (index == 5 ? "told1" : nil))
    for first in before...undisturbed.requests {
      _ = try await world.run(text, denying: first..<first + denials)
    }
  }
}

/// What the programs run in.
private struct World {
  private let modules: TemporaryDirectory

  init() throws {
    modules = try TemporaryDirectory()
    try modules.write(
      "return { double = function(n) return 2 * (n or 4) end, text = ('m'):rep(100) }",
      to: "module.lua")
  }

  /// How a program ended, and how often it asked for memory; an unclean end is an issue.
  func run(_ text: String, denying denials: Range<Int>) async throws -> (
    failure: String?, requests: Int
  ) {
    var limits = Limits.standard
    limits.denials = denials
    let handler = ScriptedHandler { effect in Self.reply(to: effect) }
    let environment = Environment(
      bindings: BindingTable.names, chunks: BindingTable.chunks,
      arguments: ["site": "berlin", "rooms": "a,b"])
    do throws(ScriptFailure) {
      let vm = try LuaVM(limits: limits)
      do throws(ScriptFailure) {
        try await vm.run(
          Program(name: "sweep.lua", text: Array(text.utf8)), in: environment,
          handler: ModuleLoader(roots: [ModuleRoot(modules.path)], next: handler),
          output: DiscardedPrint())
      } catch {
        check(error, denials)
        return (error.message, await vm.requestsForMemory)
      }
      return (nil, await vm.requestsForMemory)
    } catch {
      check(error, denials)
      return (error.message, 0)
    }
  }

  private func check(_ failure: ScriptFailure, _ denials: Range<Int>) {
    #expect(
      [.script, .limit, .memory].contains(failure.kind) && !failure.message.isEmpty,
      "denied \(denials): \(failure)")
  }

  private static func reply(to effect: Effect) -> Reply {
    switch effect.name {
    case "qubitro.create_device":
      .returned(
        .map([
          "id": .text("id-1"), "tags": .array([.text("x")]), "created": .boolean(true),
          "credentials": .map(["device_id": .text("id-1"), "device_token": .text("token")]),
        ]))
    case "lua.declare_parameters": .returned(.map(["site": .text("berlin"), "count": .integer(3)]))
    default: .returned(.null)
    }
  }
}
