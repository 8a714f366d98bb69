import Bindings
import Effects
import Foundation
import Ledger
import LedgerSQLite
import QubitroClient
import Simulator
import Synchronization
import TestSupport
import Testing

@testable import Host

/// The ledger fails at every one of its calls in turn, and no promise breaks.
struct RecordedTests {
  @Test func `whichever write of the ledger fails, nothing is sent without intent, twice, or untold`() async throws {
    for failing in 1...9 {
      let folder = try TemporaryDirectory()
      try await RunningSimulator.run { simulator in
        let ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
        let first = try await RecordedRun(simulator, FailingLedger(ledger, at: failing), folder).createThree()
        #expect(first.exitStatus == .ioError, "call \(failing)")
        #expect(try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [], "call \(failing)")
        // Calls come in threes: begin, keep, conclude. A device whose answer came and was not recorded is told by name.
        #expect(first.count(.unknown) == (failing % 3 == 1 ? 0 : 1), "call \(failing)")

        _ = try await Recovery.conclude(ledger, by: .random())
        let second = try await RecordedRun(simulator, ledger, folder).createThree()
        #expect([.converged, .tryLater].contains(second.exitStatus), "call \(failing)")
        #expect(try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [], "call \(failing)")
        #expect(await simulator.world.devices.count == 3, "call \(failing)")
      }
    }
  }
}

/// The handlers of one run over a given ledger, without Lua.
private struct RecordedRun {
  private let recorded: Recorded
  private let report: Report
  private let transport: HTTPTransport
  private let id = RunID.random()

  init(_ simulator: RunningSimulator, _ ledger: any LedgerStore, _ folder: TemporaryDirectory) async throws {
    var settings = Settings(mode: .run, script: try folder.write("", to: "s.lua"))
    settings.apiKeyFile = try folder.write(RunningSimulator.key, to: "key")
    let configuration = try Configuration(settings, environment: ["QUBITRO_LEDGER": folder.file("ledger.sqlite")])
    report = Report(configuration, run: id, console: MaskedConsole(CapturedConsole()))
    transport = HTTPTransport(key: try APIKey(RunningSimulator.key), userAgent: "test")
    let client = QubitroClient(baseURL: try BaseURL(simulator.baseURL), transport: transport, pause: NoPause())
    let creation = CreateDevice(client: client, project: RunningSimulator.project)
    recorded = Recorded(
      creation: creation, admission: Admission(of: creation, report: report), ledger: ledger, run: id, report: report,
      inFlight: InFlight(), next: BindingTable(log: report, api: API(client: nil, project: nil)))
    try await ledger.start(RunRecord(id: id, script: "s.lua", scriptDigest: "d"))
  }

  /// Creates three devices, as a script would: until the run is ended.
  func createThree() async -> Conclusion {
    for name in ["a", "b", "c"] {
      let reply = await recorded.perform(Effect("qubitro.create_device", [.map(["name": .text(name), "source": "mqtt"])]))
      if reply == .ended { break }
    }
    await transport.close()
    report.close(scriptFailure: nil, signal: nil)
    return report.conclude()
  }
}

/// A ledger whose n-th call on a device fails, as on a full disk.
private final class FailingLedger: LedgerStore {
  private let next: any LedgerStore
  private let remaining: Mutex<Int>

  init(_ next: any LedgerStore, at call: Int) {
    self.next = next
    remaining = Mutex(call)
  }

  private func count() throws(LedgerError) {
    let isFailing = remaining.withLock { remaining in
      remaining -= 1
      return remaining <= 0
    }
    if isFailing { throw LedgerError(.io, "the disk is full") }
  }

  func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    try count()
    return try await next.begin(intent)
  }

  func keep(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError) {
    try count()
    try await next.keep(response, for: key)
  }

  func conclude(_ key: DeviceKey, as outcome: Outcome, by run: RunID) async throws(LedgerError) -> DeviceRecord {
    try count()
    return try await next.conclude(key, as: outcome, by: run)
  }

  func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError) {
    try await next.delete(deviceID, in: scope, by: run)
  }

  func hold(of baseURL: String) async throws(LedgerError) -> Date? { try await next.hold(of: baseURL) }
  func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) { try await next.setHold(until, of: baseURL) }
  func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? { try await next.device(key) }
  func devices(in state: DeviceState) async throws(LedgerError) -> [DeviceRecord] { try await next.devices(in: state) }
  func start(_ run: RunRecord) async throws(LedgerError) { try await next.start(run) }
  func update(_ run: RunRecord) async throws(LedgerError) { try await next.update(run) }
  func runs(last count: Int) async throws(LedgerError) -> [RunRecord] { try await next.runs(last: count) }
}
