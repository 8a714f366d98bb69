import Effects
import LuaRuntime
import TestSupport
import Testing

struct CodecTests {
  @Test(
    arguments: [
      .boolean(true), .boolean(false), .null,
      .integer(0), .integer(.max), .integer(.min), .integer(1 << 53 + 1),
      .float(0.1), .float(-0.0), .float(.greatestFiniteMagnitude), .float(.leastNonzeroMagnitude),
      .float(1e15),
      .string(ByteString(bytes: [])), .string(ByteString(bytes: [0x61, 0x00, 0x62, 0xFF])),
      "grüße 🌡",
      .array([]), .map([:]), .array([.null]), .array([.null, 1, .null]),
      .array([1, .array([]), .map(["a": .array(["x"])])]),
      .map(["": 1, "a\0b": 2]),
    ] as [Value])
  func `a value comes back from Lua as it went in`(value: Value) async throws {
    let echoed = try await LuaVM().echo(value)
    #expect(echoed == value)
    // Equality takes -0.0 for 0.0; the description does not.
    #expect(echoed.description == value.description)
  }

  @Test func `a null leaves its field out of a map`() async throws {
    #expect(try await LuaVM().echo(.map(["a": .null, "b": 1])) == .map(["b": 1]))
  }

  @Test func `random values survive the round trip`() async throws {
    var generator = SeededGenerator()
    let vm = try LuaVM()
    for _ in 0..<500 {
      let value = Value.random(using: &generator, depth: 5)
      #expect(try await vm.echo(value) == value, "seed \(generator.seed)")
    }
  }

  @Test func `nesting up to the limit passes, and one level more is a clean error`() async throws {
    func nested(_ levels: Int) -> Value {
      (1..<levels).reduce(.map([:])) { value, _ in .map(["a": value]) }
    }
    let vm = try LuaVM()
    #expect(try await vm.echo(nested(128)) == nested(128))
    await #expect(throws: ScriptFailure.self) { try await vm.echo(nested(129)) }
    #expect(try await vm.echo("still alive") == "still alive")
  }
}

extension Value {
  fileprivate static func random(using generator: inout SeededGenerator, depth: Int) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return .boolean(.random(using: &generator))
    case 1: return .integer(.random(in: .min ... .max, using: &generator))
    case 2: return .float(.random(in: -1e9...1e9, using: &generator))
    case 3, 4: return .string(.random(using: &generator))
    case 5:
      return .array(
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in
          Bool.random(using: &generator) ? random(using: &generator, depth: depth - 1) : .null
        })
    default:
      let count = Int.random(in: 0...5, using: &generator)
      return .map(
        (0..<count).reduce(into: [:]) { fields, _ in
          fields[.random(using: &generator)] = random(using: &generator, depth: depth - 1)
        })
    }
  }
}

extension ByteString {
  fileprivate static func random(using generator: inout SeededGenerator) -> ByteString {
    let length = Int.random(in: 0...40, using: &generator)
    return ByteString(bytes: (0..<length).map { _ in .random(in: 0...255, using: &generator) })
  }
}
