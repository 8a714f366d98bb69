package import Effects
import JSONCodec

/// One line of `--json`: an object that keeps its fields in the order in which they were added.
package struct JSONLine {
  private var text = ""

  /// Begins an object with its `type`.
  package init(type: String) {
    add("type", type)
  }

  /// The whole line, with its newline.
  package var line: String { "{\(text)}\n" }

  /// Adds a text; leaves the field out if the value is nil.
  package mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    add(name, raw: Self.quoted(value))
  }

  /// Adds a number; leaves the field out if the value is nil.
  package mutating func add(_ name: String, _ value: Int?) {
    guard let value else { return }
    add(name, raw: String(value))
  }

  /// Adds a truth value.
  package mutating func add(_ name: String, _ value: Bool) {
    add(name, raw: value ? "true" : "false")
  }

  /// Adds a script's value as JSON; leaves the field out if the value is nil.
  package mutating func add(_ name: String, _ value: Value?) {
    guard let value else { return }
    add(name, raw: Self.json(value))
  }

  /// Adds an array with one object for each element, which `fill` fills.
  package mutating func add<Element>(
    _ name: String, _ elements: [Element], _ fill: (inout JSONLine, Element) -> Void
  ) {
    let objects = elements.map { element in
      var inner = JSONLine()
      fill(&inner, element)
      return "{\(inner.text)}"
    }
    add(name, raw: "[\(objects.joined(separator: ","))]")
  }

  /// Adds an object, which `fill` fills.
  package mutating func add(_ name: String, _ fill: (inout JSONLine) -> Void) {
    var inner = JSONLine()
    fill(&inner)
    add(name, raw: "{\(inner.text)}")
  }

  private init() {}

  private mutating func add(_ name: String, raw: String) {
    text += (text.isEmpty ? "" : ",") + Self.quoted(name) + ":" + raw
  }

  private static func json(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean, .integer, .float: value.description
    case .string(let string): quoted(string.lossyText)
    case .array(let elements): "[\(elements.map(json).joined(separator: ","))]"
    case .map(let fields): json(fields.sorted { $0.key < $1.key })
    }
  }

  private static func json(_ fields: [(key: ByteString, value: Value)]) -> String {
    let pairs = fields.map { "\(quoted($0.key.lossyText)):\(json($0.value))" }
    return "{\(pairs.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    "\"\(JSONWriter.escaped(text, controls: .all))\""
  }
}
