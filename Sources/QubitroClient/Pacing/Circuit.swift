import Synchronization

/// Opens after a long row of creates without one answer that means anything, and stays open: more would only be more to settle.
package final class Circuit: Sendable {
  /// How many in a row.
  package static let row = 20

  private let failures = Mutex(0)

  package init() {}

  /// Whether nothing more should be sent.
  package var isOpen: Bool {
    failures.withLock { $0 >= Self.row }
  }

  /// Counts a failure, or begins anew.
  package func note(_ exchange: Exchange) {
    failures.withLock { failures in
      guard failures < Self.row else { return }
      switch exchange {
      case .lost, .notSent: failures += 1
      case .answered(let response): failures = response.status >= 500 ? failures + 1 : 0
      }
    }
  }
}
