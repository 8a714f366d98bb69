import Foundation
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport
import Testing

/// Commands whose every written byte is searched for the API key and the tokens of devices.
struct CanaryWorld: Sendable {
  /// What may hold secrets: the ledger and its copies are made for that, and the key is read from
  /// its file.
  private static let permitted = ["ledger.sqlite", "key", "backup.sqlite"]

  /// A script that is as careless as one can be with what it gets.
  static let careless = """
    params { n = { type = "integer", default = 2 }, fails = { type = "boolean", default = false } }
    local last
    for n = 1, args.n do
      local device, err = qubitro.create_device { name = "canary-" .. n, source = "mqtt" }
      if device then
        last = device
        local token = device.credentials and device.credentials.device_token
        print(token, device, host.json.encode(device))
        host.log.info("made " .. tostring(token), device)
        host.log.info("made", { token = token, device = device, inside = { deeper = { token } } })
        host.log.debug("made", device)
        local again = qubitro.get_device(device.id)
        print(again, again and host.json.encode(again))
        qubitro.create_device { name = token, source = "mqtt", description = token }
        qubitro.request { method = "GET", path = "/v2/nothing/" .. tostring(token) }
      else
        print(err, err.message, host.json.encode(err))
      end
    end
    for device in qubitro.list_devices() do print(device, host.json.encode(device)) end
    if args.fails then
      local token = last and last.credentials and last.credentials.device_token
      error("failed with " .. tostring(token))
    end
    """

  let simulator: RunningSimulator
  let folder: TemporaryDirectory

  static func run<Result: Sendable>(
    _ shape: Shape, _ body: @Sendable (CanaryWorld) async throws -> Result
  ) async throws -> Result {
    let folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(careless, to: "careless.lua")
    var settings = WorldSettings()
    settings.shape = shape
    settings.dripTime = .milliseconds(200)
    settings.stallLimit = .milliseconds(500)
    let model = QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: ModelKey()],
      rules: shape.rules)
    return try await RunningSimulator.run(World(model, settings: settings)) { simulator in
      try await body(CanaryWorld(simulator: simulator, folder: folder))
    }
  }

  /// Runs a command to its end, and looks through all that it has said and left; returns it.
  @discardableResult
  func run(_ words: [String], baseURL: String? = nil, tokens: [String] = []) async throws
    -> CommandRun
  {
    let environment = [
      "QUBITRO_BASE_URL": baseURL ?? simulator.baseURL,
      "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": folder.file("key"), "QUBITRO_LEDGER": folder.file("ledger.sqlite"),
      "HOME": folder.file("home"),
      "QUBITRO_SETTLE_AFTER": "1ms", "QUBITRO_TIMEOUT": "1s", "QUBITRO_JITTER": "0",
    ]
    let run = try await CommandRun.of("qubitro-host", words, environment: environment, in: folder)
    let secrets = [RunningSimulator.key] + (await simulator.world.devices.map(\.token)) + tokens
    for found in Self.found(
      secrets, in: ["standard output": run.output, "standard error": run.error])
    {
      Issue.record("\(words): \(found)")
    }
    for found in Self.found(secrets, in: try files()) { Issue.record("after \(words): \(found)") }
    return run
  }

  /// Where a secret stands, or so much of its beginning that the rest could be guessed at.
  private static func found(_ secrets: [String], in texts: [String: String]) -> [String] {
    texts.flatMap { place, text in
      secrets.compactMap { secret in
        let shown = [secret, String(secret.prefix(16))].first { text.contains($0) }
        return shown.map { "\(place) has \($0) in: \(excerpt(around: $0, in: text))" }
      }
    }
  }

  private static func excerpt(around word: String, in text: String) -> String {
    text.split(separator: "\n").first { $0.contains(word) }.map { String($0.prefix(300)) } ?? ""
  }

  private func files() throws -> [String: String] {
    var texts: [String: String] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
      guard !Self.permitted.contains(where: name.hasPrefix), !name.hasPrefix("out-"),
        !name.hasPrefix("err-"),
        let data = FileManager.default.contents(atPath: folder.file(name))
      else { continue }
      texts[name] = String(decoding: data, as: UTF8.self)
    }
    return texts
  }
}
