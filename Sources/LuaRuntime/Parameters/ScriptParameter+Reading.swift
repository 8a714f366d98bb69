import Effects

extension ScriptParameter {
  /// The value of an argument's text, or nil if this parameter does not take it.
  func value(from text: String) -> Value? {
    guard let value = kind.value(from: text) else { return nil }
    return expectation(violatedBy: value) == nil ? value : nil
  }

  /// What the value should be, as in "an integer from 1 to 500", or nil if it is that.
  func expectation(violatedBy value: Value) -> String? {
    kind.admits(value) && isInRange(value) ? nil : kind.phrase + rangePhrase
  }

  /// The range in words, to follow those of the type; empty if there is none.
  package var rangePhrase: String {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?): " from \(minimum) to \(maximum)"
    case (let minimum?, nil): " of at least \(minimum)"
    case (nil, let maximum?): " of at most \(maximum)"
    case (nil, nil): ""
    }
  }

  private func isInRange(_ value: Value) -> Bool {
    if case .list = kind { return (value.elements ?? []).allSatisfy(isWithin) }
    return isWithin(value)
  }

  private func isWithin(_ value: Value) -> Bool {
    if let minimum, Self.isLess(value, minimum) { return false }
    if let maximum, Self.isLess(maximum, value) { return false }
    return true
  }

  private static func isLess(_ left: Value, _ right: Value) -> Bool {
    if case .integer(let left) = left, case .integer(let right) = right { return left < right }
    guard let left = left.number, let right = right.number else { return false }
    return left < right
  }
}

extension ScriptParameter.Kind {
  /// The value of a text of this type, or nil if it is none.
  fileprivate func value(from text: String) -> Value? {
    switch self {
    case .string, .enumeration: .text(text)
    case .integer: Int64(text).map(Value.integer)
    case .number: Self.number(from: text)
    case .boolean: Bool(text).map(Value.boolean)
    case .list(let kind): Self.list(of: kind, from: text)
    }
  }

  fileprivate func admits(_ value: Value) -> Bool {
    switch self {
    case .string: value.text != nil
    case .integer: if case .integer = value { true } else { false }
    case .number: value.number != nil
    case .boolean: value.boolean != nil
    case .enumeration(let choices): value.text.map(choices.contains) ?? false
    case .list(let kind): value.elements?.allSatisfy(kind.admits) ?? false
    }
  }

  /// Reads a decimal number as Lua does: as an integer if it is one.
  private static func number(from text: String) -> Value? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Int64(text).map(Value.integer) ?? Double(text).flatMap { $0.isFinite ? .float($0) : nil }
  }

  private static func list(of kind: Self, from text: String) -> Value? {
    var values: [Value] = []
    for element in text.split(separator: ",") {
      let trimmed = element.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      if trimmed.isEmpty { continue }
      guard let value = kind.value(from: String(trimmed)) else { return nil }
      values.append(value)
    }
    return .array(values)
  }
}
