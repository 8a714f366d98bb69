import Synchronization

/// Opens when many creates in a row got no usable answer, and stays open.
///
/// Each further create would only be one more that has to be settled.
package final class Circuit: Sendable {
  /// How many failures in a row open it.
  package static let failureLimit = 20

  private let failures = Mutex(0)

  package init() {}

  /// Whether no more creates should be sent.
  package var isOpen: Bool {
    failures.withLock { $0 >= Self.failureLimit }
  }

  /// Counts a failure; a usable answer sets the count to zero.
  package func note(_ exchange: Exchange) {
    failures.withLock { failures in
      guard failures < Self.failureLimit else { return }
      switch exchange {
      case .lost, .notSent: failures += 1
      case .answered(let response): failures = response.status >= 500 ? failures + 1 : 0
      }
    }
  }
}
