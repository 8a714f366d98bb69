package import Foundation

/// How this ledger has come to know what a project held before its own first device there.
package enum ProjectLook: Hashable, Sendable {
  /// The project was listed, then.
  case listed(Date)
  /// Its user has gone without: the key may not list.
  case waived(Date)
}
