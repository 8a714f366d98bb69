/// Which of a device's readings a request asks for.
package struct ReadingQuery: Hashable, Sendable {
  /// The stretch of time that counts.
  package enum Range: String, Sendable {
    /// `last` is the newest reading alone.
    case all, time, last
  }

  /// The most readings of one page.
  package static let largestLimit = 1000

  package var page: Int?
  package var limit: Int?
  package var range: Range?
  package var start: Timestamp?
  package var end: Timestamp?
  package var keys: Set<String>

  package init(
    page: Int? = nil, limit: Int? = nil, range: Range? = nil, start: Timestamp? = nil, end: Timestamp? = nil, keys: Set<String> = []
  ) {
    self.page = page
    self.limit = limit
    self.range = range
    self.start = start
    self.end = end
    self.keys = keys
  }

  func check(against rules: ModelRules) throws(Refusal) {
    if rules.requiresPaging && (page == nil || limit == nil || range == nil) {
      throw .invalid("page, limit and range are required")
    }
    guard (page ?? 1) >= 1 else { throw .invalid("page counts from 1") }
    guard (1...Self.largestLimit).contains(limit ?? 1) else { throw .invalid("limit is from 1 to \(Self.largestLimit)") }
    if range == .time && (start == nil || end == nil) { throw .invalid("range=time needs start and end") }
  }

  /// `readings` come newest first.
  func page(of readings: [ModelReading]) -> [ModelReading] {
    let limit = limit ?? 100
    let chosen =
      switch range ?? .all {
      case .all: readings
      case .last: Array(readings.prefix(1))
      case .time: readings.filter { reading in start.map { reading.time >= $0 } ?? true && end.map { reading.time <= $0 } ?? true }
      }
    let (skipped, overflow) = ((page ?? 1) - 1).multipliedReportingOverflow(by: limit)
    return overflow ? [] : Array(chosen.dropFirst(skipped).prefix(limit))
  }
}
