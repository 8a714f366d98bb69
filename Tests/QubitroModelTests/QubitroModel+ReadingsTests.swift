import QubitroModel
import Testing

struct QubitroModelReadingsTests {
  private func reporting(_ rules: ModelRules = .a) throws -> (model: QubitroModel, device: String) {
    var model = ModelFixture.model(rules)
    let request = DeviceRequest(name: "a", description: "d", source: "mqtt")
    let device = try model.createDevice(request, in: "p", as: "all").id
    model.report(from: device, count: 5, until: Timestamp(seconds: 600))
    return (model, device)
  }

  private func times(_ query: ReadingQuery) throws -> [Int64] {
    let (model, device) = try reporting()
    return try model.readings(query, of: device, in: "p", as: "all").map(\.time.seconds)
  }

  @Test func `readings come newest first, a minute apart, in pages`() throws {
    #expect(try times(ReadingQuery()) == [600, 540, 480, 420, 360])
    #expect(try times(ReadingQuery(page: 2, limit: 2)) == [480, 420])
    #expect(try times(ReadingQuery(page: 4, limit: 2)) == [])
    #expect(try times(ReadingQuery(page: .max, limit: 1000)) == [])
  }

  @Test func `a range picks the last one or a stretch of time`() throws {
    #expect(try times(ReadingQuery(range: .last)) == [600])
    let (start, end) = (Timestamp(seconds: 420), Timestamp(seconds: 540))
    #expect(try times(ReadingQuery(range: .time, start: start, end: end)) == [540, 480, 420])
  }

  @Test(arguments: [
    ReadingQuery(page: 0), ReadingQuery(limit: 0), ReadingQuery(limit: 1001),
    ReadingQuery(range: .time),
    ReadingQuery(range: .time, start: Timestamp(seconds: 0)),
  ])
  func `a query that breaks the rules is invalid`(query: ReadingQuery) throws {
    let refusal = #expect(throws: Refusal.self) { try times(query) }
    #expect(refusal?.status == 400)
  }

  @Test func `the newest rules want page, limit and range`() throws {
    let (model, device) = try reporting(.c)
    #expect(throws: Refusal.invalid("page, limit and range are required")) {
      try model.readings(ReadingQuery(page: 1, limit: 1), of: device, in: "p", as: "all")
    }
    let query = ReadingQuery(page: 1, limit: 1, range: .all)
    #expect(try model.readings(query, of: device, in: "p", as: "all").count == 1)
  }

  @Test func `a device that reports is seen, and its readings can be forgotten`() throws {
    var (model, device) = try reporting()
    #expect(model.devices.first?.lastSeen == Timestamp(seconds: 600))
    #expect(try model.readingKeys(of: device, in: "p", as: "all") == ["humidity", "temperature"])
    try model.deleteReadings(of: device, in: "p", as: "all")
    #expect(try model.readingKeys(of: device, in: "p", as: "all") == [])
    #expect(model.report(from: "none", count: 1, until: Timestamp(seconds: 0)) == false)
  }
}
