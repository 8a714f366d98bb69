import Effects
import Foundation
import LuaRuntime
import TestSupport
import Testing

struct ModuleLoaderTests {
  private let folder: TemporaryDirectory
  private let handler = ScriptedHandler()

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func run(_ text: String) async throws -> (printed: String, failure: String?) {
    let run = try await ScriptRun.of(
      text,
      handler: ModuleLoader(
        roots: [ModuleRoot(folder.path), ModuleRoot(folder.file("lib"))], next: handler),
      effects: handler)
    return (run.printed, run.failure?.message)
  }

  @Test func `a module is found in its roots in order, run once, and may perform effects`()
    async throws
  {
    try folder.write("print('a runs') return { v = test.perform(1), name = ... }", to: "a.lua")
    try folder.write("error('shadowed')", to: "lib/a.lua")
    try folder.write(
      "\u{FEFF}#!/usr/bin/lua\r\nreturn require('a').v + 1\r\n", to: "lib/deep/b.lua")
    let result = try await run(
      "print(require('deep.b'), require('a').name, require('a') == require('a'))")
    #expect(result.failure == nil)
    #expect(result.printed == "a runs\n2\ta\ttrue\n")
    #expect(handler.effects.count == 1)
  }

  @Test func `a missing module says where it was looked for and which one is near`() async throws {
    try folder.write("return 1", to: "lib/naming.lua")
    let result = try await run("\nrequire 'namin'")
    let expected =
      "test.lua:2: require 'namin': no such module in \(folder.path) or \(folder.file("lib")) "
      + "(did you mean 'naming'?)"
    #expect(result.failure == expected)
  }

  @Test(arguments: ["../secret", "/etc/passwd", "a..b", "", "a/b", "a\\0b", ".a", "a."])
  func `a name that could leave the roots is refused`(name: String) async throws {
    let result = try await run("require '\(name)'")
    #expect(
      result.failure?.contains("a module's name is made of") == true, "\(result.failure ?? "")")
  }

  @Test func `a link that leads out of its root is refused`() async throws {
    let outside = try TemporaryDirectory()
    try outside.write("return 'secret'", to: "x.lua")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("x.lua"), withDestinationPath: outside.file("x.lua"))
    #expect(try await run("require 'x'").failure?.contains("leads out of") == true)
  }

  @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
  func `a module of another user is refused, and one in a folder that others may write`()
    async throws
  {
    try folder.write("return 1", to: "theirs.lua")
    let stranger: [FileAttributeKey: Any] = [.ownerAccountID: 54_321]
    try FileManager.default.setAttributes(stranger, ofItemAtPath: folder.file("theirs.lua"))
    #expect(
      try await run("require 'theirs'").failure?.contains(
        "theirs.lua belongs to another user (54321)")
        == true)
    try folder.write("return 1", to: "shared/ours.lua")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: folder.file("shared"))
    #expect(
      try await run("require 'shared.ours'").failure?.contains(
        "can be written by its group or by others, who could then run what they like with your key")
        == true)
  }

  @Test func `a circle is shown, and a failed module can be asked for again`() async throws {
    try folder.write("return require 'b'", to: "a.lua")
    try folder.write("return require 'a'", to: "b.lua")
    #expect(
      try await run("require 'a'").failure?.contains(
        "modules need each other in a circle: a -> b -> a") == true)
    try folder.write("coroutine.yield(1) return 2", to: "y.lua")
    let abandoned = try await run("coroutine.wrap(function() require 'y' end)() require 'y'")
    #expect(abandoned.failure?.contains("y.lua:1: attempt to yield from a module's body") == true)
    try folder.write("error('first')", to: "c.lua")
    let again = try await run("print(pcall(require, 'c')) print(pcall(require, 'c'))")
    #expect(again.printed.components(separatedBy: "c.lua:1: first").count == 3)
  }

  @Test func `branches that need one module wait for it, and it runs once`() async throws {
    try folder.write(
      "print('slow runs') test.perform('read') return { n = require('inner') }", to: "slow.lua")
    try folder.write("return test.perform(7)", to: "inner.lua")
    let result = try await run(
      """
      local function get() return require('slow').n end
      print(table.concat(host.parallel { get, get, function() return require('inner') end }, ' '))
      """)
    #expect(result.failure == nil)
    #expect(result.printed == "slow runs\n7 7 7\n")
  }

  @Test func `a folder, a syntax error and bytecode are clear errors`() async throws {
    try folder.write("", to: "d.lua/inside")
    #expect(
      try await run("require 'd'").failure?.contains("d.lua is a folder, not a file of Lua text")
        == true)
    try folder.write("return +", to: "e.lua")
    #expect(try await run("require 'e'").failure?.contains("e.lua:1: unexpected symbol") == true)
    try folder.write("\u{1B}Lua", to: "f.lua")
    #expect(
      try await run("require 'f'").failure?.contains("f.lua is compiled Lua; only text is run")
        == true)
  }
}
