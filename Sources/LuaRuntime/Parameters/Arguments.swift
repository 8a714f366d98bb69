package import Effects

/// The words of a command line held against what a script declares: its typed values, or everything that is wrong with them.
package struct Arguments: Hashable, Sendable {
  /// What is wrong with one argument.
  package struct Fault: Hashable, Sendable, CustomStringConvertible {
    package var name: String
    /// `count=ten: must be an integer from 1 to 500`.
    package var description: String
  }

  /// What masks by value must not be so short that it turns up by chance.
  private static let shortestSecret = 8

  /// By name; what was left out and has no default is not there.
  package private(set) var values: [ByteString: Value] = [:]
  /// In the order of their names.
  package private(set) var faults: [Fault] = []
  /// The texts that must not be shown.
  package private(set) var secrets: [String] = []

  /// `mismatches` are the texts that do not match their pattern, as `params` found them.
  package init(_ given: [String: String], declared: [ScriptParameter], mismatches: Value) {
    for parameter in declared {
      take(given[parameter.name], for: parameter)
    }
    addMismatches(mismatches, declared)
    let names = declared.map(\.name)
    for name in given.keys where !names.contains(name) {
      faults.append(Fault(name: name, description: "\(name): the script takes no such argument" + Self.hint(for: name, names)))
    }
    faults.sort { $0.name < $1.name }
  }

  private mutating func take(_ text: String?, for parameter: ScriptParameter) {
    let name = ByteString(parameter.name)
    guard let text, !text.isEmpty || !parameter.isRequired else {
      values[name] = parameter.fallback
      if parameter.isRequired { addMissing(parameter, isEmpty: text != nil) }
      return
    }
    if parameter.isSecret {
      secrets.append(text)
      guard text.utf8.count >= Self.shortestSecret else {
        addFault(text, of: parameter, "must have at least \(Self.shortestSecret) bytes; a shorter secret cannot be masked")
        return
      }
    }
    guard let value = parameter.value(from: text) else {
      addFault(text, of: parameter, "must be \(parameter.kind.phrase)\(parameter.rangePhrase)")
      return
    }
    if parameter.isRequired, value.elements?.isEmpty == true { return addMissing(parameter, isEmpty: true) }
    values[name] = value
  }

  private mutating func addMissing(_ parameter: ScriptParameter, isEmpty: Bool) {
    let help = parameter.help.map { " (\($0))" } ?? ""
    faults.append(Fault(name: parameter.name, description: "\(parameter.name): is required\(isEmpty ? ", and empty" : "")\(help)"))
  }

  private mutating func addMismatches(_ mismatches: Value, _ declared: [ScriptParameter]) {
    for mismatch in mismatches.elements ?? [] {
      guard case .string(let text) = mismatch["text"],
        let parameter = declared.first(where: { $0.name == mismatch["name"].text }),
        !faults.contains(where: { $0.name == parameter.name })
      else { continue }
      addFault(text.lossyText, of: parameter, "must match the pattern '\(parameter.pattern ?? "")'")
    }
  }

  private mutating func addFault(_ text: String, of parameter: ScriptParameter, _ reason: String) {
    let shown = parameter.isSecret ? "[masked]" : text.count > 60 ? text.prefix(60) + "..." : text
    var hint = ""
    if case .enumeration(let choices) = parameter.kind, let nearest = Suggestion.nearest(to: text, among: choices) {
      hint = " (did you mean '\(nearest)'?)"
    }
    faults.append(Fault(name: parameter.name, description: "\(parameter.name)=\(shown): \(reason)\(hint)"))
  }

  private static func hint(for name: String, _ known: [String]) -> String {
    known.isEmpty ? "; it takes none" : Suggestion.phrase(for: name, among: known)
  }
}
