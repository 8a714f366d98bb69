/// One parameter of a signature.
package struct Parameter: Sendable {
  /// The values a parameter takes.
  package indirect enum Kind: Hashable, Sendable {
    /// A UTF-8 string.
    case text
    /// One of these strings.
    case choice([String])
    case boolean
    /// An integer, or a float of a whole value, as Lua counts it.
    case integer
    case number
    case any
    case list(of: Kind)
    /// A table with named fields.
    case map
  }

  package let name: String
  /// The name as a script's table has it.
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
