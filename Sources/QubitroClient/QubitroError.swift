/// Why a request cannot be made at all.
///
/// What happens to one that is made is an `Exchange`, never an error.
package struct QubitroError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stable label.
  package enum Kind: String, Sendable {
    case configuration
    /// A request that a script made up cannot be sent.
    case request
    /// An answer is not what it should be.
    case response
  }

  package var kind: Kind
  /// What is wrong and what to do, for a person.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
