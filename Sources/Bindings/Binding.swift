package import Effects

/// One function that a script can call.
///
/// A function that creates something is no `Binding` but a `Creation`: it cannot be performed
/// without the ledger's consent.
package protocol Binding: Sendable {
  var signature: Signature { get }

  /// Performs a call whose arguments fit the signature; they come by name, absent ones left out.
  func perform(_ arguments: Value, at location: String?) async -> Reply
}
