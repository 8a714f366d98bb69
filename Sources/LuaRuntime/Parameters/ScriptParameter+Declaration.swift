package import Effects

extension ScriptParameter {
  /// Reads the parameters of a whole declaration, in the order of their names.
  ///
  /// Throws the first fault of the declaration, as a mismatch of the function `params.NAME`.
  package static func declared(
    in declaration: Value
  ) throws(Signature.Mismatch) -> [ScriptParameter] {
    guard let fields = declaration.fields else {
      throw Signature.Mismatch(
        "params",
        "takes a table of named parameters, as in params { count = { type = \"integer\" } }",
        isCallError: true)
    }
    var parameters: [ScriptParameter] = []
    for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
      parameters.append(try Declaration(of: name).parameter(field))
    }
    return parameters
  }
}

/// Reads one entry of a declaration.
private struct Declaration {
  private static let types = ["string", "integer", "number", "boolean", "enum", "list"]

  private let name: String
  private let signature: Signature

  init(of name: ByteString) throws(Signature.Mismatch) {
    self.name = name.lossyText
    signature = Signature(
      "params.\(name.lossyText)", "Declares an argument.", style: .fields,
      parameters: [
        Parameter("type", .choice(Self.types), required: true, "what the text is read as"),
        Parameter("default", .any, "the value when it is left out"),
        Parameter("required", .boolean, "whether it may be left out"),
        Parameter("min", .number, "the smallest value"),
        Parameter("max", .number, "the largest value"),
        Parameter("pattern", .text, "a Lua pattern that it matches"),
        Parameter("values", .list(of: .text), "what an enum may be"),
        Parameter(
          "of", .choice(Self.types.filter { $0 != "list" }),
          "the type of a list's elements; string when left out"),
        Parameter("secret", .boolean, "whether its value is masked in all output"),
        Parameter("help", .text, "what it is for"),
      ])
    guard name.isText, !name.bytes.isEmpty, name.bytes.allSatisfy(Self.isAllowedInName) else {
      throw fault("a name has no spaces and no '='")
    }
  }

  private static func isAllowedInName(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "=")
  }

  func parameter(_ field: Value) throws(Signature.Mismatch) -> ScriptParameter {
    let entry = try signature.check([field])
    var parameter = ScriptParameter(name, try kind(entry))
    parameter.isRequired = entry["required"].boolean ?? false
    parameter.minimum = entry["min"] == .null ? nil : entry["min"]
    parameter.maximum = entry["max"] == .null ? nil : entry["max"]
    parameter.pattern = entry["pattern"].text
    parameter.isSecret = entry["secret"].boolean ?? false
    parameter.help = entry["help"].text
    try checkRange(parameter)
    try checkPattern(parameter)
    if parameter.isSecret, parameter.kind != .string { throw fault("'secret' belongs to a string") }
    parameter.fallback = try fallback(entry["default"], of: parameter)
    return parameter
  }

  private func kind(_ entry: Value) throws(Signature.Mismatch) -> ScriptParameter.Kind {
    let type = entry["type"].text ?? ""
    let of = entry["of"].text
    if of != nil, type != "list" { throw fault("'of' belongs to a list") }
    let element = of ?? (type == "list" ? "string" : type)
    let values = entry["values"].elements?.compactMap(\.text)
    if values != nil, element != "enum" { throw fault("'values' belongs to an enum") }
    let kind: ScriptParameter.Kind =
      switch element {
      case "integer": .integer
      case "number": .number
      case "boolean": .boolean
      case "enum": .enumeration(values ?? [])
      default: .string
      }
    if case .enumeration([]) = kind {
      throw fault("an enum needs its values, as in values = { \"eu\", \"us\" }")
    }
    return type == "list" ? .list(of: kind) : kind
  }

  private func checkRange(_ parameter: ScriptParameter) throws(Signature.Mismatch) {
    guard parameter.minimum != nil || parameter.maximum != nil else { return }
    switch parameter.kind {
    case .integer, .number, .list(of: .integer), .list(of: .number): break
    default: throw fault("'min' and 'max' belong to an integer or a number")
    }
    if let least = parameter.minimum?.number, let most = parameter.maximum?.number, least > most {
      throw fault("'min' is larger than 'max'")
    }
  }

  private func checkPattern(_ parameter: ScriptParameter) throws(Signature.Mismatch) {
    guard parameter.pattern != nil else { return }
    guard parameter.kind == .string || parameter.kind == .list(of: .string) else {
      throw fault("'pattern' belongs to a string or a list of strings")
    }
  }

  private func fallback(
    _ value: Value, of parameter: ScriptParameter
  ) throws(Signature.Mismatch) -> Value? {
    guard value != .null else { return nil }
    if parameter.isRequired { throw fault("what is required has no default") }
    if parameter.isSecret {
      throw fault("what is secret has no default, which every reader of the script could see")
    }
    if let expectation = parameter.expectation(violatedBy: value) {
      throw fault("the default must be \(expectation), got \(value.shown)")
    }
    if case .list = parameter.kind { return .array(value.elements ?? []) }
    return value
  }

  private func fault(_ reason: String) -> Signature.Mismatch {
    Signature.Mismatch(signature.name, reason, isCallError: true)
  }
}
