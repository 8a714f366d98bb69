package import Ledger
import QubitroClient

/// Where creates wait whose rows are being settled, and no others.
package final class SettlingGate: Sendable {
  /// The numbers of the rows that are being settled.
  private let rows = Waiters(Set<Int64>(), isQueue: false)

  package init() {}

  /// Has `wait` hold the creates of these rows until they are released.
  package func announce(_ records: [DeviceRecord]) {
    rows.update { $0.formUnion(records.map(\.number)) }
  }

  /// Returns once the row is not being settled, or no more.
  func wait(for number: Int64) async {
    await rows.wait { $0.contains(number) ? nil : () }
  }

  func release(_ records: [DeviceRecord]) {
    rows.update { $0.subtract(records.map(\.number)) }
  }
}
