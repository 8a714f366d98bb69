package import Effects

/// The arguments of a command line, checked against the parameters that a script declares.
///
/// They are typed values, and everything that is wrong with the command line.
package struct Arguments: Hashable, Sendable {
  /// What is wrong with one argument.
  package struct Fault: Hashable, Sendable, CustomStringConvertible {
    package var name: String
    /// The whole sentence, such as `count=ten: must be an integer from 1 to 500`.
    package var description: String
  }

  /// The smallest length of a secret in bytes.
  ///
  /// The host masks every text that holds a secret, and a shorter one would be in other words by
  /// chance.
  private static let shortestSecret = 8

  /// The values by name; an argument that was left out and has no default has none.
  package private(set) var values: [ByteString: Value] = [:]
  /// What is wrong, in the order of the names.
  package private(set) var faults: [Fault] = []
  /// The texts that the host must not show.
  package private(set) var secrets: [String] = []

  /// `mismatches` are the texts that do not match their pattern, which `params` has found.
  package init(_ given: [String: String], declared: [ScriptParameter], mismatches: Value) {
    for parameter in declared {
      take(given[parameter.name], for: parameter)
    }
    addMismatches(mismatches, declared)
    let names = declared.map(\.name)
    for name in given.keys where !names.contains(name) {
      let hint = Self.hint(for: name, names)
      addFault(name, "\(name): the script takes no such argument\(hint)")
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
        addFault(
          text, of: parameter,
          "must have at least \(Self.shortestSecret) bytes; a shorter secret cannot be masked")
        return
      }
    }
    guard let value = parameter.value(from: text) else {
      addFault(text, of: parameter, "must be \(parameter.kind.phrase)\(parameter.rangePhrase)")
      return
    }
    if parameter.isRequired, value.elements?.isEmpty == true {
      return addMissing(parameter, isEmpty: true)
    }
    values[name] = value
  }

  private mutating func addMissing(_ parameter: ScriptParameter, isEmpty: Bool) {
    let name = parameter.name
    let help = parameter.help.map { " (\($0))" } ?? ""
    addFault(name, "\(name): is required\(isEmpty ? ", and empty" : "")\(help)")
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
    if case .enumeration(let choices) = parameter.kind,
      let nearest = Suggestion.nearest(to: text, among: choices)
    {
      hint = " (did you mean '\(nearest)'?)"
    }
    addFault(parameter.name, "\(parameter.name)=\(shown): \(reason)\(hint)")
  }

  private mutating func addFault(_ name: String, _ description: String) {
    faults.append(Fault(name: name, description: description))
  }

  private static func hint(for name: String, _ known: [String]) -> String {
    known.isEmpty ? "; it takes none" : Suggestion.phrase(for: name, among: known)
  }
}
