import Effects
import LuaRuntime
import Testing

struct ScriptParameterTests {
  private func reason(_ entry: Value) -> String? {
    do throws(Signature.Mismatch) {
      _ = try ScriptParameter.declared(in: .map(["x": entry]))
      return nil
    } catch {
      return "\(error.function): \(error.reason)"
    }
  }

  @Test func `a declaration comes out typed, by name`() throws {
    let parameters = try ScriptParameter.declared(
      in: .map([
        "site": .map(["type": "string", "required": true, "help": "site code", "pattern": "^%l+$"]),
        "count": .map(["type": "integer", "default": 10, "min": 1, "max": 500]),
        "ids": .map(["type": "list", "of": "integer", "default": .map([:])]),
        "region": .map(["type": "enum", "values": .array(["eu", "us"])]),
        "token": .map(["type": "string", "secret": true]),
      ]))
    #expect(parameters.map(\.name) == ["count", "ids", "region", "site", "token"])
    #expect(
      parameters.map(\.kind) == [
        .integer, .list(of: .integer), .enumeration(["eu", "us"]), .string, .string,
      ])
    #expect(
      parameters[0].fallback == 10 && parameters[0].minimum == 1 && parameters[0].maximum == 500)
    #expect(parameters[1].fallback == .array([]))
    #expect(parameters[4].isSecret && !parameters[3].isSecret)
    #expect(
      parameters[3].isRequired && parameters[3].help == "site code"
        && parameters[3].pattern == "^%l+$")
  }

  @Test(
    arguments: [
      (.map(["type": "int"]), "type must be"), (.map([:]), "type is required"),
      ("integer", "takes one table"),
      (.map(["type": "string", "min": 1]), "'min' and 'max' belong to"),
      (.map(["type": "integer", "min": 2, "max": 1]), "'min' is larger than 'max'"),
      (.map(["type": "integer", "pattern": "x"]), "'pattern' belongs to"),
      (.map(["type": "enum"]), "an enum needs its values"),
      (.map(["type": "string", "values": .array(["a"])]), "'values' belongs to"),
      (.map(["type": "string", "of": "string"]), "'of' belongs to a list"),
      (
        .map(["type": "integer", "default": "10"]),
        "the default must be an integer, got the string \"10\""
      ),
      (
        .map(["type": "integer", "default": 7, "max": 5]),
        "the default must be an integer of at most 5, got the integer 7"
      ),
      (
        .map(["type": "string", "default": "a", "required": true]),
        "what is required has no default"
      ),
      (.map(["type": "integer", "secret": true]), "'secret' belongs to a string"),
      (
        .map(["type": "string", "secret": true, "default": "abcdefgh"]),
        "what is secret has no default"
      ),
      (.map(["type": "list", "of": "list"]), "of must be"),
      (.map(["type": "string", "requird": true]), "did you mean 'required'?"),
    ] as [(Value, String)])
  func `a faulty declaration says what is wrong with which parameter`(
    entry: Value, expected: String
  ) {
    let reason = reason(entry)
    #expect(
      reason?.hasPrefix("params.x: ") == true && reason?.contains(expected) == true,
      "\(reason ?? "it passed")")
  }

  @Test(arguments: ["", "a b", "a=b", "a\nb"])
  func `a name that no word of a command line can carry is refused`(name: String) {
    #expect(throws: Signature.Mismatch.self) {
      try ScriptParameter.declared(in: .map([ByteString(name): .map(["type": "string"])]))
    }
  }
}
