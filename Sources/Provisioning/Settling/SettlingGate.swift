package import Ledger
import QubitroClient

/// Holds the creates whose rows are being settled; all others pass.
package final class SettlingGate: Sendable {
  /// The numbers of the rows that are being settled.
  private let rows = Waiters(Set<Int64>(), isQueue: false)

  package init() {}

  /// Makes `wait` hold the creates of these rows until the rows are released.
  package func announce(_ records: [DeviceRecord]) {
    rows.update { $0.formUnion(records.map(\.number)) }
  }

  /// Returns once the row is not being settled, at once if it never was.
  func wait(for number: Int64) async {
    await rows.wait { $0.contains(number) ? nil : () }
  }

  func release(_ records: [DeviceRecord]) {
    rows.update { $0.subtract(records.map(\.number)) }
  }
}
