import Effects

/// One line of `--json`: an object whose fields stand in the order in which they are added.
struct JSONLine {
  private var text = ""

  init(type: String) {
    add("type", type)
  }

  /// The line with its newline.
  var line: String { "{\(text)}\n" }

  mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    add(name, raw: Self.quoted(value))
  }

  mutating func add(_ name: String, _ value: Int?) {
    guard let value else { return }
    add(name, raw: String(value))
  }

  mutating func add(_ name: String, _ value: Bool) {
    add(name, raw: value ? "true" : "false")
  }

  /// Adds a value as JSON writes it; a nil one is left out.
  mutating func add(_ name: String, _ value: Value?) {
    guard let value else { return }
    add(name, raw: Self.json(value))
  }

  /// Adds an array of objects, one for each element.
  mutating func add<Element>(_ name: String, _ elements: [Element], _ fill: (inout JSONLine, Element) -> Void) {
    let objects = elements.map { element in
      var inner = JSONLine()
      fill(&inner, element)
      return "{\(inner.text)}"
    }
    add(name, raw: "[\(objects.joined(separator: ","))]")
  }

  /// Adds an object built by `fill`.
  mutating func add(_ name: String, _ fill: (inout JSONLine) -> Void) {
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
    case .map(let fields):
      "{\(fields.sorted { $0.key < $1.key }.map { "\(quoted($0.key.lossyText)):\(json($0.value))" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"\(escaped(text))\""
  }

  /// The inside of a JSON string (RFC 8259, section 7), with every control character escaped.
  static func escaped(_ text: String) -> String {
    // Most text is plain, and there may be a million lines of it.
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }) { return text }
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted
  }
}
