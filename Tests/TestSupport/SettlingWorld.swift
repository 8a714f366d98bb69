import Foundation
package import Ledger
import LedgerAccess
package import LedgerSQLite
import QubitroClient
import QubitroModel
package import Settings
package import Simulator

/// A ledger and a project that share a past: creates whose answers were lost some time ago, and
/// devices of others.
package struct SettlingWorld {
  package let host: ScriptHost
  package let simulator: RunningSimulator

  package init(host: ScriptHost, simulator: RunningSimulator) {
    self.host = host
    self.simulator = simulator
  }

  package var scope: Scope { Scope(baseURL: simulator.baseURL, project: RunningSimulator.project) }

  /// Makes a device as somebody else would; returns its id.
  @discardableResult
  package func make(_ name: String, description: String? = nil, marker: String? = nil) async throws
    -> String
  {
    let device = NewDevice(name: name, description: description ?? name, source: "mqtt")
    return try await ask { client in
      guard case .granted(let ticket) = await client.permission() else { return "" }
      let delivery = await client.createDevice(
        in: RunningSimulator.project, body: device.body(marker: marker), with: ticket)
      guard case .created(let made) = CreateOutcome(delivery.exchange) else { return "" }
      return made.id
    }
  }

  /// Deletes a device as somebody else would.
  package func delete(_ id: String) async throws {
    _ = try await ask { client in await client.deleteDevice(id, in: RunningSimulator.project) }
  }

  private func ask<Answer>(_ body: (QubitroClient) async -> Answer) async throws -> Answer {
    let transport = HTTPTransport(
      key: try APIKey(RunningSimulator.key), to: try BaseURL(simulator.baseURL), userAgent: "test")
    let client = QubitroClient(
      baseURL: try BaseURL(simulator.baseURL), transport: transport, pause: NoPause())
    let answer = await body(client)
    await transport.close()
    return answer
  }

  /// Has the ledger say that these were sent so many minutes ago, one after the other, and what
  /// came of each.
  package func past(minutes: Int, _ rows: [(name: String, outcome: Outcome, marker: String?)])
    async throws
  {
    try await past(minutes: minutes) { ledger, run in
      for row in rows {
        let key = try await begin(row.name, marker: row.marker, by: run, in: ledger)
        if case .created(let id) = row.outcome {
          try await ledger.recordResponse(try await answer(of: id), for: key)
        }
        try await ledger.transition(key, .conclude(row.outcome), by: run)
      }
    }
  }

  /// Writes into the ledger as a run did so many minutes ago.
  package func past(minutes: Int, _ body: (SQLiteLedger, RunID) async throws -> Void) async throws {
    let ledger = try SQLiteLedger(path: host.ledger) {
      Date(timeIntervalSinceNow: -60 * Double(minutes))
    }
    let run = RunID.random()
    try await ledger.start(RunRecord(id: run, script: "past.lua", scriptDigest: ""))
    if try await ledger.look(at: scope) == nil {
      try await ledger.setLook(.listed(.now), at: scope)
    }
    try await body(ledger, run)
    try await ledger.close()
    try seal(run)
  }

  /// Leaves an intent, as a run does that is killed.
  @discardableResult
  package func begin(_ name: String, marker: String? = nil, by run: RunID, in ledger: SQLiteLedger)
    async throws -> DeviceKey
  {
    let key = DeviceKey(name, in: scope)
    let body = NewDevice(name: name, description: name, source: "mqtt").body()
    _ = try await ledger.begin(Intent(key, name: name, request: body, marker: marker, run: run))
    return key
  }

  /// Leaves the ledger as a run leaves it that ended well.
  private func seal(_ run: RunID) throws {
    let file = LedgerFile(path: host.ledger)
    let holder = LockHolder(command: "run", script: "past.lua", run: run)
    guard case .taken(let lock) = try RunLock.take(on: file, by: holder) else { return }
    try lock.record(run)
    try lock.seal(file.seal)
    lock.release()
  }

  /// The same for rows that were lost.
  package func lost(_ names: String..., minutes: Int, marker: String? = nil) async throws {
    try await past(minutes: minutes, names.map { ($0, .unknown(reason: "HTTP 504"), marker) })
  }

  /// Makes devices and has the ledger know them.
  package func known(_ names: String..., minutes: Int, marker: String? = nil) async throws {
    for name in names {
      let id = try await make(name, marker: marker)
      try await past(minutes: minutes, [(name, .created(deviceID: id), marker)])
    }
  }

  private func answer(of id: String) async throws -> RawResponse {
    let token = await simulator.world.devices.first { $0.id == id }?.token ?? ""
    let body =
      #"{"id":"\#(id)","device_credentials":{"device_id":"\#(id)","device_token":"\#(token)"}}"#
    return RawResponse(status: 201, body: Array(body.utf8))
  }

  package func state(of name: String) async throws -> DeviceState? {
    try await SQLiteLedger(reading: host.ledger)?.device(DeviceKey(name, in: scope))?.state
  }

  /// Runs a script that wants these devices.
  package func run(_ names: String..., change: (inout GivenSettings) -> Void = { _ in })
    async throws
    -> ScriptHost.Result
  {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let text = """
      for _, name in ipairs { \(list) } do
        local device, err = qubitro.create_device { name = name, source = "mqtt" }
        local has_token = device and #device.credentials.device_token > 0
        print(name, device and device.created, has_token, err and err.kind)
      end
      """
    return try await host.execute(text, against: simulator, change)
  }

  package func reconcile() async throws -> ScriptHost.Result {
    try await host.execute(nil, against: simulator) { $0.mode = .reconcile }
  }

  /// How many devices of a name the project has.
  package func count(_ name: String) async -> Int {
    await simulator.world.devices.count { $0.name == name }
  }

  package func violations() async throws -> [String] {
    try await host.violations(simulator)
  }

  package static func run(_ shape: Shape, _ body: @Sendable (SettlingWorld) async throws -> Void)
    async throws
  {
    let host = try ScriptHost(shape)
    try await host.run { simulator in
      try await body(SettlingWorld(host: host, simulator: simulator))
    }
  }
}
