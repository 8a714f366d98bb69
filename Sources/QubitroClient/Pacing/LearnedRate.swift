/// How many requests a second the server lets through, learned from those that it refuses with 429.
///
/// Until the first refusal there is no limit. After it the rate begins at what the server let
/// through in the last second. It doubles each second, until the next refusal shows where the limit
/// is. From then on the rate begins a little below the limit, reaches it after `approach` seconds,
/// and then grows beyond it. It grows slowly at first, because each trial costs the server a
/// refusal, and the run a pause.
struct LearnedRate: Sendable {
  private enum Phase {
    case unlimited
    /// From this rate on, doubling each second.
    case probing(Double)
    /// Around this limit.
    case holding(Double)
  }

  /// The share of the limit to begin again with.
  private static let caution = 0.95
  /// Seconds until the limit itself is used again.
  private static let approach = 20.0
  private static let slowest = 0.2

  private var phase = Phase.unlimited
  /// When the phase began, or will after a pause, in seconds.
  private var began = 0.0
  private var accepted = RecentCount()

  /// The requests a second that are allowed at a time; nil if there is no limit.
  ///
  /// Times are in seconds of any clock that never goes back.
  func rate(at now: Double) -> Double? {
    let time = max(0, now - began)
    switch phase {
    case .unlimited: return nil
    case .probing(let first): return first * Self.doublings(min(time, 30))
    case .holding(let limit):
      let beyond = max(0, time - Self.approach)
      let share =
        Self.caution + (1 - Self.caution) * min(1, time / Self.approach)
        + 0.005 * beyond + 0.0005 * beyond * beyond
      return limit * share
    }
  }

  /// The server let a request through.
  mutating func accept(at now: Double) {
    accepted.add(at: now)
  }

  /// The server refused a request at `now`; nothing is sent before `resumption`.
  mutating func refuse(at now: Double, until resumption: Double) {
    // Those that were in flight with the refused one say nothing new.
    guard now >= began else { return }
    let time = now - began
    let current = rate(at: now) ?? .infinity
    switch phase {
    case .unlimited: phase = .probing(max(1, accepted.last(1, at: now)))
    // While the rate grows, only the last second counts.
    case .probing:
      let seen = time >= 1 ? accepted.last(1, at: now) : current * 0.8
      phase = .holding(limit(current, seen))
    // While the rate stands, a longer time makes up for chance.
    case .holding:
      let span = min(4, time)
      let seen = time >= 2 ? accepted.last(span, at: now) / span : current * 0.9
      phase = .holding(limit(current, seen))
    }
    began = resumption
    accepted = RecentCount()
  }

  private func limit(_ current: Double, _ seen: Double) -> Double {
    max(Self.slowest, min(current, seen))
  }

  /// Two to the power of a number, with straight lines between whole numbers.
  private static func doublings(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.down)
    return Double(1 << Int(whole)) * (1 + exponent - whole)
  }
}

/// Counts the events of the last seconds, to a quarter of a second.
private struct RecentCount: Sendable {
  private static let size = 0.25
  private var counts = Array(repeating: 0, count: 17)
  /// The number of the newest quarter.
  private var newest = 0

  mutating func add(at now: Double) {
    move(to: Int(now / Self.size))
    counts[newest % counts.count] += 1
  }

  /// The events of the last `seconds`, which are at most four.
  func last(_ seconds: Double, at now: Double) -> Double {
    var moved = self
    moved.move(to: Int(now / Self.size))
    let quarters = max(1, Int((seconds / Self.size).rounded()))
    // The quarter that has just begun, and `quarters` whole ones.
    let count = (0...quarters).reduce(0) { sum, age in
      age <= moved.newest && age < counts.count
        ? sum + moved.counts[(moved.newest - age) % counts.count] : sum
    }
    let begun = (now / Self.size).truncatingRemainder(dividingBy: 1)
    return Double(count) * Double(quarters) / (Double(quarters) + begun)
  }

  private mutating func move(to quarter: Int) {
    guard quarter > newest else { return }
    for passed in (newest + 1)...max(newest + 1, min(quarter, newest + counts.count)) {
      counts[passed % counts.count] = 0
    }
    newest = quarter
  }
}
