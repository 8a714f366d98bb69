package import Effects

/// One argument that a script takes from the command line, as the script declares it by `params`.
package struct ScriptParameter: Hashable, Sendable {
  /// The effect that `params` performs.
  ///
  /// Its arguments are the declaration, and the texts that do not match their patterns.
  package static let effectName = "lua.declare_parameters"

  /// The type of an argument.
  package indirect enum Kind: Hashable, Sendable {
    case string, integer, number, boolean
    /// One of these strings.
    case enumeration([String])
    /// Elements, which commas separate.
    case list(of: Kind)
  }

  package var name: String
  package var kind: Kind
  package var isRequired = false
  /// The value if the argument is left out.
  package var fallback: Value?
  /// The smallest integer or number that is allowed.
  package var minimum: Value?
  /// The largest integer or number that is allowed.
  package var maximum: Value?
  /// A Lua pattern that a string, or every element of a list, matches in some part.
  package var pattern: String?
  /// Whether the host masks the value wherever it writes.
  package var isSecret = false
  package var help: String?

  package init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

extension ScriptParameter.Kind {
  /// The type's name in a declaration.
  package var name: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .number: "number"
    case .boolean: "boolean"
    case .enumeration: "enum"
    case .list: "list"
    }
  }

  /// What a value must be, to follow "must be".
  var phrase: String {
    switch self {
    case .string: "a string of UTF-8 text"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    case .enumeration(let choices): choices.map { "'\($0)'" }.joined(separator: " or ")
    case .list(.enumeration(let choices)):
      "a list, separated by commas, of " + Self.enumeration(choices).phrase
    case .list(let kind): "a list of \(kind.name)s, separated by commas"
    }
  }
}
