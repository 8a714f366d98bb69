import Foundation
import LuaRuntime
import TestSupport
import Testing

/// `scripts/lib/naming.lua`, which the shipped scripts share.
struct NamingModuleTests {
  private static let library = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "scripts/lib").path

  private func printed(_ expressions: [String]) async throws -> [String] {
    let effects = ScriptedHandler()
    let prints = expressions.map { "print((select(2, pcall(function() return \($0) end))))" }
      .joined(separator: "\n")
    let run = try await ScriptRun.of(
      "local naming = require 'naming'\n" + prints,
      handler: ModuleLoader(roots: [ModuleRoot(Self.library)], next: effects), effects: effects)
    #expect(run.failure == nil)
    return run.printed.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
  }

  @Test func `templates are filled, and counters padded`() async throws {
    let results = try await printed([
      "naming.format('{site}-th-{n:03}', { site = 'fra', n = 7 })",
      "naming.format('{n:3}', { n = 12.0 })",
      "naming.format('100%{a}', { a = '%1' })", "naming.counter(0, 2)",
      "naming.format('plain', {})",
      "naming.format('{x}', { x = 10 / 2 })",
    ])
    #expect(results == ["fra-th-007", "012", "100%%1", "00", "plain", "5"])
  }

  @Test func `what cannot be filled is an error that names it`() async throws {
    let results = try await printed([
      "naming.format('{site}-{n}', { site = 'fra' })", "naming.format('{n:03}', { n = 1000 })",
      "naming.format('{n:03}', { n = 1.5 })",
      "naming.format('{}', {})", "naming.format(nil, {})",
      "naming.format('{a}', { a = ('x'):rep(101) })", "naming.counter(-1, 2)",
      "naming.format('{x}', { x = {} })", "naming.format('{a-{n:03}', { n = 1 })",
      "naming.slug('日本')", "naming.tag('日本')",
    ])
    let expected = [
      "the template '{site}-{n}' needs a value for 'n'", "the counter 1000 does not fit 3 digits",
      "a counter must be a whole number from 0, got 1.5",
      "'{}' in the template '{}' is neither {field} nor {field:03}",
      "the template must be a string, got nil", "is longer than 100 characters",
      "a counter must be a whole number from 0, got -1",
      "'x' must be a string, got table", "has a brace without its partner", "'日' has no spelling",
      "'日' has no spelling",
    ]
    #expect(results.count == expected.count)
    for (result, text) in zip(results, expected) { #expect(result.contains(text), "\(result)") }
  }

  @Test func `slugs and tags keep to their alphabets`() async throws {
    let results = try await printed([
      "naming.slug('Halle 3, Süd')", "naming.slug('--İzmir  Limanı--')", "naming.slug('')",
      "naming.slug('Su\u{308}d – Ñuñoa')",
      "naming.tag('co2-sensor')", "naming.tag('Dépôt de Lyon')", "naming.tag('_a__b_')",
      "table.concat(naming.tags('a b', '', nil, 'A-B', 'c'), ' ')", "naming.slug('\\xff')",
    ])
    #expect(
      results.dropLast() == [
        "halle-3-sued", "izmir-limani", "", "sued-nunoa", "co2_sensor", "depot_de_lyon", "a_b",
        "a_b c",
      ])
    #expect(results.last?.contains("is not UTF-8 text") == true)
  }

  @Test func `descriptions are cut at 500 characters, never inside one`() async throws {
    let results = try await printed([
      "utf8.len(naming.describe(('é'):rep(600)))", "naming.describe('  a\\n  b ')",
      "naming.cut('grüße', 3)", "naming.cut('ab', 5)",
      "naming.cut('ab', 0)",
    ])
    #expect(results == ["500", "a b", "grü", "ab", ""])
  }
}
