import Bindings

/// How many devices there are to be, while arrays of them are worked off: known for as long as one is, and only then.
package struct ExpectedDevices: Hashable, Sendable {
  private var underWay = 0
  private var total = 0

  /// `done` devices were dealt with before.
  mutating func note(_ batch: DeviceBatch, done: Int) {
    switch batch {
    case .begins(let count):
      if underWay == 0 { total = done }
      underWay += 1
      total += count
    case .ends: underWay -= 1
    }
  }

  /// Nil where nobody knows, or others than those of the arrays were made meanwhile.
  func total(done: Int) -> Int? {
    underWay > 0 && done <= total ? total : nil
  }
}
