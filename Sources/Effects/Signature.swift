/// How a script calls a function; every call is checked against it before the function runs.
package struct Signature: Sendable {
  /// How a script passes the parameters.
  package enum Style: Sendable {
    /// `f(a, b)`
    case positional
    /// `f{ a = ..., b = ... }`
    case fields
  }

  /// What a wrong or missing argument means.
  ///
  /// An unknown field and a missing table always raise.
  package enum Fault: Sendable {
    /// The call is wrong: it raises.
    case raises
    /// One row of data is wrong: the call returns `nil, err` and the script goes on.
    case refuses
  }

  /// Why arguments do not fit, and whether the call or only its data are at fault.
  package struct Mismatch: Error, Hashable {
    /// The function that the script called.
    package var function: String
    package var reason: String
    package var isCallError: Bool

    package init(_ function: String, _ reason: String, isCallError: Bool) {
      self.function = function
      self.reason = reason
      self.isCallError = isCallError
    }
  }

  package var name: String
  /// One sentence for the manual.
  package var summary: String
  package var consequence: Consequence
  package var style: Style
  package var parameters: [Parameter]
  package var fault: Fault

  package init(
    _ name: String, _ summary: String, _ consequence: Consequence = .none,
    style: Style = .positional, parameters: [Parameter] = [], fault: Fault = .raises
  ) {
    self.name = name
    self.summary = summary
    self.consequence = consequence
    self.style = style
    self.parameters = parameters
    self.fault = fault
  }
}

/// What a call does to the world; a plan, a check and the manual go by it.
package struct Consequence: Hashable, Sendable {
  /// What is done.
  package enum Kind: String, Sendable, CaseIterable {
    /// Nothing that lasts.
    case none
    case reads
    /// It changes something, but neither creates a device nor deletes.
    case writes
    /// It creates a device, so that the ledger has a say in it.
    case creates
    case deletes
  }

  /// Where it is done.
  package enum Place: String, Sendable {
    case local
    case api
  }

  package let kind: Kind
  package let place: Place

  /// A call that only this process sees.
  package static let none = Consequence(kind: .none, place: .local)

  /// A call that asks the API, or changes something there.
  package static func api(_ kind: Kind) -> Consequence { Consequence(kind: kind, place: .api) }

  /// A call that asks this machine, or changes something on it.
  package static func local(_ kind: Kind) -> Consequence { Consequence(kind: kind, place: .local) }
}

/// One parameter of a signature.
package struct Parameter: Sendable {
  /// The values that a parameter takes.
  package indirect enum Kind: Hashable, Sendable {
    /// A UTF-8 string.
    case text
    /// One of these strings.
    case choice([String])
    case boolean
    /// An integer, or a float without a fraction, which Lua takes for one.
    case integer
    case number
    case any
    case list(of: Kind)
    /// A table with named fields.
    case map
  }

  package let name: String
  /// The name as a key of a script's table.
  let field: ByteString
  package var kind: Kind
  package var isRequired: Bool
  /// One phrase for the manual.
  package var summary: String

  package init(_ name: String, _ kind: Kind, required: Bool = false, _ summary: String) {
    self.name = name
    field = ByteString(name)
    self.kind = kind
    isRequired = required
    self.summary = summary
  }
}

extension Signature {
  /// Checks the arguments of a call and returns a map of them by the names of the parameters.
  ///
  /// The map leaves out a parameter that the call leaves out.
  package func check(_ arguments: [Value]) throws(Mismatch) -> Value {
    switch style {
    case .positional: try check(positional: arguments)
    case .fields: try check(fieldsIn: arguments)
    }
  }

  private func check(positional arguments: [Value]) throws(Mismatch) -> Value {
    guard arguments.count <= parameters.count else {
      throw callError("takes \(parameters.count) arguments, got \(arguments.count)")
    }
    var checked: [ByteString: Value] = [:]
    for (index, parameter) in parameters.enumerated() {
      let value = index < arguments.count ? arguments[index] : .null
      try check(value, for: parameter)
      if value != .null { checked[parameter.field] = value }
    }
    return .map(checked)
  }

  private func check(fieldsIn arguments: [Value]) throws(Mismatch) -> Value {
    guard arguments.count == 1, let fields = arguments[0].fields else {
      throw callError(
        "takes one table with named fields, as in "
          + "\(name){ \(parameters.first?.name ?? "field") = ... }, got \(shown(arguments))")
    }
    let values = parameters.map { fields[$0.field] }
    if values.count(where: { $0 != nil }) < fields.count { throw unknownField(in: fields) }
    var checked = fields
    for (parameter, value) in zip(parameters, values) {
      try check(value ?? .null, for: parameter)
      if value == .null { checked[parameter.field] = nil }
    }
    return .map(checked)
  }

  private func shown(_ arguments: [Value]) -> String {
    if arguments.count > 1 { return "\(arguments.count) arguments" }
    return arguments.first?.typeName ?? "nothing"
  }

  private func unknownField(in fields: [ByteString: Value]) -> Mismatch {
    let known = parameters.map(\.name)
    let field = fields.keys.sorted().first { !known.contains($0.lossyText) }?.lossyText ?? ""
    let shown = field.utf8.count > 40 ? field.prefix(40) + "..." : field[...]
    return callError("unknown field '\(shown)'" + Suggestion.phrase(for: field, among: known))
  }

  private func check(_ value: Value, for parameter: Parameter) throws(Mismatch) {
    if value == .null {
      guard parameter.isRequired else { return }
      throw dataError("\(parameter.name) is required")
    }
    if let reason = parameter.kind.objection(to: value) {
      throw dataError(parameter.name + reason)
    }
  }

  private func callError(_ reason: String) -> Mismatch {
    Mismatch(name, reason, isCallError: true)
  }

  private func dataError(_ reason: String) -> Mismatch {
    Mismatch(name, reason, isCallError: fault == .raises)
  }
}

extension Parameter.Kind {
  /// Why a value is not of this kind, to follow the parameter's name, or nil if it is.
  fileprivate func objection(to value: Value) -> String? {
    switch self {
    case .any: nil
    case .boolean:
      if case .boolean = value { nil } else { " must be true or false, got \(value.shown)" }
    case .integer: value.integer == nil ? " must be an integer, got \(value.shown)" : nil
    case .number: value.number == nil ? " must be a number, got \(value.shown)" : nil
    case .text: Self.objectionToText(value)
    case .map: value.fields == nil ? " must be a table with named fields, got \(value.shown)" : nil
    case .choice(let choices): Self.objection(to: value, among: choices)
    case .list(let kind): Self.objection(to: value, asListOf: kind)
    }
  }

  private static func objectionToText(_ value: Value) -> String? {
    guard case .string(let string) = value else { return " must be a string, got \(value.shown)" }
    return string.isText ? nil : " must be UTF-8 text, got other bytes"
  }

  private static func objection(to value: Value, among choices: [String]) -> String? {
    guard let text = value.text, choices.contains(text) else {
      let allowed = choices.map { "'\($0)'" }.joined(separator: " or ")
      let nearest = value.text.flatMap { Suggestion.nearest(to: $0, among: choices) }
      let hint = nearest.map { " (did you mean '\($0)'?)" } ?? ""
      return " must be \(allowed), got \(value.shown)\(hint)"
    }
    return nil
  }

  private static func objection(to value: Value, asListOf kind: Parameter.Kind) -> String? {
    guard let elements = value.elements else { return " must be an array, got \(value.shown)" }
    for (index, element) in elements.enumerated() {
      if let reason = kind.objection(to: element) { return "[\(index + 1)]\(reason)" }
    }
    return nil
  }
}
