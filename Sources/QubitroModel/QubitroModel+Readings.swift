extension QubitroModel {
  /// Lets a device send readings, a minute apart, the last of them at `time`.
  ///
  /// False if there is no such device.
  @discardableResult
  package mutating func report(from device: String, count: Int, until time: Timestamp) -> Bool {
    guard count > 0, contents.devices.markSeen(device, at: time) else { return false }
    for number in 0..<count {
      let moment = Timestamp(seconds: time.seconds - Int64(count - 1 - number) * 60)
      contents.readings[device, default: []].append(randomReading(at: moment))
    }
    return true
  }

  /// A page of the device's readings, newest first.
  package func readings(
    _ query: ReadingQuery, of device: String, in project: String, as key: String?
  ) throws(Refusal) -> [ModelReading] {
    _ = try self.device(device, in: project, as: key)
    try query.check(against: rules)
    return query.page(of: newestFirst(of: device))
  }

  /// The names of the fields that the device has sent.
  package func readingKeys(
    of device: String, in project: String, as key: String?
  ) throws(Refusal) -> [String] {
    _ = try self.device(device, in: project, as: key)
    return Set(newestFirst(of: device).flatMap(\.values.keys)).sorted()
  }

  /// Forgets every reading of the device.
  package mutating func deleteReadings(
    of device: String, in project: String, as key: String?
  ) throws(Refusal) {
    try authorize(key, to: .delete, in: project)
    _ = try contents.device(device, in: project)
    contents.readings[device] = nil
  }

  private func newestFirst(of device: String) -> [ModelReading] {
    (contents.readings[device] ?? []).sorted { $0.time > $1.time }
  }

  private mutating func randomReading(at time: Timestamp) -> ModelReading {
    ModelReading(
      time: time,
      values: [
        "temperature": Double(Int.random(in: 150...250, using: &contents.generator)) / 10,
        "humidity": Double(Int.random(in: 300...600, using: &contents.generator)) / 10,
      ])
  }
}

/// What a device sent at one moment.
package struct ModelReading: Hashable, Sendable, Codable {
  package var time: Timestamp
  package var values: [String: Double]

  /// The fields that a client asked for; all of them if it named none.
  package func values(keptTo keys: Set<String>) -> [String: Double] {
    keys.isEmpty ? values : values.filter { keys.contains($0.key) }
  }
}

/// Which of a device's readings a request asks for.
package struct ReadingQuery: Hashable, Sendable {
  /// Which readings count.
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
    page: Int? = nil, limit: Int? = nil, range: Range? = nil, start: Timestamp? = nil,
    end: Timestamp? = nil, keys: Set<String> = []
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
    guard (1...Self.largestLimit).contains(limit ?? 1) else {
      throw .invalid("limit is from 1 to \(Self.largestLimit)")
    }
    if range == .time && (start == nil || end == nil) {
      throw .invalid("range=time needs start and end")
    }
  }

  /// The readings that the query asks for, out of all readings, which come newest first.
  func page(of readings: [ModelReading]) -> [ModelReading] {
    let limit = limit ?? 100
    let chosen =
      switch range ?? .all {
      case .all: readings
      case .last: Array(readings.prefix(1))
      case .time:
        readings.filter { reading in
          start.map { reading.time >= $0 } ?? true && end.map { reading.time <= $0 } ?? true
        }
      }
    let (skipped, overflow) = ((page ?? 1) - 1).multipliedReportingOverflow(by: limit)
    return overflow ? [] : Array(chosen.dropFirst(skipped).prefix(limit))
  }
}
