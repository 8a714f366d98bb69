import Ledger
import LedgerSQLite
import Provisioning
import TestSupport
import Testing

struct RecoveryTests {
  private let answers: [(RawResponse?, DeviceState)] = [
    (nil, .unknown),
    (
      RawResponse(
        status: 201, body: Array(#"{"id":"d","device_credentials":{"device_token":"t"}}"#.utf8)),
      .created
    ),
    (RawResponse(status: 201, body: Array("created".utf8)), .unknown),
    (RawResponse(status: 400, body: []), .rejected),
    (RawResponse(status: 503, body: []), .unknown),
  ]

  @Test
  func `what a dead run left is concluded from the answer that it kept, and unknown without one`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
    let run = RunID("dead")
    let scope = Scope(baseURL: "https://api", project: "p")
    try await ledger.start(RunRecord(id: run, script: "s.lua", scriptDigest: "d"))
    for (index, answer) in answers.enumerated() {
      let key = DeviceKey("k\(index)", in: scope)
      _ = try await ledger.begin(Intent(key, name: "n", request: [], run: run))
      if let response = answer.0 { try await ledger.recordResponse(response, for: key) }
    }
    let concluded = try await Recovery.conclude(ledger, by: RunID("next"))
    #expect(concluded.map(\.state) == answers.map(\.1))
    for (index, answer) in answers.enumerated() {
      let record = try #require(try await ledger.device(DeviceKey("k\(index)", in: scope)))
      #expect(record.state == answer.1, "\(index)")
      #expect(record.response == answer.0)
    }
    let first = try await ledger.device(DeviceKey("k0", in: scope))
    #expect(first?.reason == "run dead ended before an answer came")
  }
}
