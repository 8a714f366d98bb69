import Effects
import LuaRuntime
import Testing

struct ArgumentsTests {
  private func parameter(
    _ kind: ScriptParameter.Kind, _ change: (inout ScriptParameter) -> Void = { _ in }
  ) -> ScriptParameter {
    var parameter = ScriptParameter("x", kind)
    change(&parameter)
    return parameter
  }

  private func value(_ text: String, _ parameter: ScriptParameter) -> Value? {
    Arguments(["x": text], declared: [parameter], mismatches: .null).values["x"]
  }

  private func faults(_ given: [String: String], _ parameters: ScriptParameter...) -> [String] {
    Arguments(given, declared: parameters, mismatches: .null).faults.map(\.description)
  }

  @Test(
    arguments: [
      (.string, "", ""), (.string, " a ", " a "), (.integer, "-7", -7),
      (.integer, "9223372036854775807", .integer(.max)),
      (.integer, "9223372036854775808", nil), (.integer, "1.0", nil), (.integer, "0x10", nil),
      (.integer, " 1", nil),
      (.number, "1e3", .float(1000)), (.number, "7", 7), (.number, "nan", nil),
      (.number, "inf", nil), (.number, "1e999", nil),
      (.number, "0x1p3", nil), (.boolean, "true", true), (.boolean, "false", false),
      (.boolean, "yes", nil),
      (.enumeration(["a"]), "a", "a"), (.enumeration(["a"]), "A", nil),
      (.list(of: .string), "a, b ,c", .array(["a", "b", "c"])),
      (.list(of: .string), "", .array([])),
      (.list(of: .integer), "1,2", .array([1, 2])), (.list(of: .integer), "1,x", nil),
    ] as [(ScriptParameter.Kind, String, Value?)])
  func `a text is read as its type, or is refused`(
    kind: ScriptParameter.Kind, text: String, expected: Value?
  ) {
    #expect(value(text, parameter(kind)) == expected)
  }

  @Test func `a range includes its ends, also for every element of a list`() {
    for kind in [ScriptParameter.Kind.integer, .list(of: .integer)] {
      let ranged = parameter(kind) {
        $0.minimum = 1
        $0.maximum = 3
      }
      #expect(value("1", ranged) != nil && value("3", ranged) != nil)
      #expect(value("0", ranged) == nil && value("4", ranged) == nil)
    }
    let ranged = parameter(.number) { $0.maximum = .float(0.5) }
    #expect(value("0.5", ranged) == .float(0.5) && value("1", ranged) == nil)
  }

  @Test func `what is left out is its default, or absent, or missing`() {
    #expect(faults([:], parameter(.integer)) == [])
    let required = parameter(.integer) {
      $0.isRequired = true
      $0.help = "how many"
    }
    #expect(faults([:], required) == ["x: is required (how many)"])
    #expect(faults(["x": ""], required) == ["x: is required, and empty (how many)"])
    let arguments = Arguments(
      [:], declared: [parameter(.integer) { $0.fallback = 7 }], mismatches: .null)
    #expect(arguments.values == ["x": 7])
  }

  @Test func `every fault is told, by name, and an unknown argument has its hint`() {
    #expect(
      faults(["yera": "1", "x": "a"], parameter(.integer), ScriptParameter("year", .integer)) == [
        "x=a: must be an integer", "yera: the script takes no such argument (did you mean 'year'?)",
      ])
    #expect(
      Arguments(["y": "1"], declared: [], mismatches: .null).faults.map(\.description) == [
        "y: the script takes no such argument; it takes none"
      ])
  }

  @Test func `a secret's text is in no fault, and one too short to be masked is refused`() {
    let secret = parameter(.string) {
      $0.isSecret = true
      $0.pattern = "^%d+$"
    }
    let mismatches = Value.array([.map(["name": "x", "text": "hunter22"])])
    let arguments = Arguments(["x": "hunter22"], declared: [secret], mismatches: mismatches)
    #expect(arguments.faults.map(\.description) == ["x=[masked]: must match the pattern '^%d+$'"])
    #expect(arguments.secrets == ["hunter22"])
    #expect(
      faults(["x": "hunter2"], secret) == [
        "x=[masked]: must have at least 8 bytes; a shorter secret cannot be masked"
      ])
  }

  @Test func `a required list holds something, and a faulty argument is told once`() {
    let required = parameter(.list(of: .string)) {
      $0.isRequired = true
      $0.pattern = "x"
    }
    for text in [",", ", ,", ""] {
      #expect(faults(["x": text], required) == ["x: is required, and empty"])
    }
    let mismatches = Value.array([.map(["name": "x", "text": ""])])
    let arguments = Arguments(["x": ""], declared: [required], mismatches: mismatches)
    #expect(arguments.faults.map(\.description) == ["x: is required, and empty"])
  }

  @Test func `a text that does not match its pattern is a fault`() {
    let mismatches = Value.array([.map(["name": "x", "text": "A"])])
    let arguments = Arguments(
      ["x": "A"], declared: [parameter(.string) { $0.pattern = "^%l$" }], mismatches: mismatches)
    #expect(arguments.faults.map(\.description) == ["x=A: must match the pattern '^%l$'"])
  }
}
