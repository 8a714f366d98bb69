import Bindings
import Effects
import Foundation
import Ledger
import LedgerSQLite
import Provisioning
import QubitroClient
import Reporting
import Settings
import Simulator
import Terminal
import TestSupport
import Testing

/// The ledger fails at each of its calls in turn, and no promise breaks.
struct CreateHandlerTests {
  @Test
  func `whichever write of the ledger fails, nothing is sent without intent, twice, or unreported`()
    async throws
  {
    for failing in 1...9 {
      let folder = try TemporaryDirectory()
      try await RunningSimulator.run { simulator in
        let ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
        let first = try await HandledRun(simulator, FailingLedger(ledger, at: failing), folder)
          .createThree()
        #expect(first.exitStatus == .ioError, "call \(failing)")
        #expect(
          try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [],
          "call \(failing)")
        // Calls come in threes: begin, recordResponse, transition. A device whose answer came and
        // was not recorded is reported by name.
        #expect(first.count(.unknown) == (failing % 3 == 1 ? 0 : 1), "call \(failing)")

        _ = try await Recovery.conclude(ledger, by: .random())
        let second = try await HandledRun(simulator, ledger, folder).createThree()
        #expect([.converged, .tryLater].contains(second.exitStatus), "call \(failing)")
        #expect(
          try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [],
          "call \(failing)")
        #expect(await simulator.world.devices.count == 3, "call \(failing)")
      }
    }
  }
}

/// The handlers of one run over a given ledger, without Lua.
private struct HandledRun {
  private let handler: CreateHandler
  private let report: Report
  private let transport: HTTPTransport
  private let id = RunID.random()

  init(_ simulator: RunningSimulator, _ ledger: any LedgerStore, _ folder: TemporaryDirectory)
    async throws
  {
    var settings = GivenSettings(mode: .run, script: try folder.write("", to: "s.lua"))
    settings[.apiKeyFile] = try folder.write(RunningSimulator.key, to: "key")
    let configuration = try Configuration(
      settings, environment: ["QUBITRO_LEDGER": folder.file("ledger.sqlite")])
    report = Report(configuration, run: id, console: MaskedConsole(CapturedConsole()))
    transport = HTTPTransport(
      key: try APIKey(RunningSimulator.key), to: try BaseURL(simulator.baseURL), userAgent: "test")
    let client = QubitroClient(
      baseURL: try BaseURL(simulator.baseURL), transport: transport, pause: NoPause())
    let creation = CreateDevice(client: client, project: RunningSimulator.project)
    handler = CreateHandler.running(
      creation, asked: AskedRows(), ledger: ledger,
      looks: ProjectLooks(
        through: client, ledger, notes: ledger, isWaived: false, pause: NoPause()),
      settling: SettlingGate(), cap: CreateCap(nil), markerPlacement: .none, inFlight: InFlight(),
      run: id, report: report)
    try await ledger.start(RunRecord(id: id, script: "s.lua", scriptDigest: "d"))
  }

  /// Creates three devices, as a script would: until the run is ended.
  func createThree() async -> RunResult {
    for name in ["a", "b", "c"] {
      let reply = await handler.perform(
        Effect("qubitro.create_device", [.map(["name": .text(name), "source": "mqtt"])]))
      if reply == .ended { break }
    }
    await transport.close()
    for result in report.takeHeld() { report.device(result) }
    report.close(scriptFailure: nil, signal: nil)
    return report.conclude()
  }
}
