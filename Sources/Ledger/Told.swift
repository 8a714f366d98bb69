package import Foundation

/// What was last said of one kind of standing condition, so that it is not said again before it changes.
package struct Told: Hashable, Sendable {
  /// Of all that were in it.
  package var digest: String
  package var at: Date

  package init(digest: String, at: Date) {
    self.digest = digest
    self.at = at
  }
}
