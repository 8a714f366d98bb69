import Foundation
import Ledger
import LedgerSQLite

/// How many creates a second the ledger makes durable, and how many known keys it answers; beside
/// one fsync after the other.
struct LedgerBenchmark {
  static let answer = Array(
    #"""
    {"success":true,"action":"create device","status":201,"data":\#
    {"id":"0b1c2d3e-4f50-4123-8abc-0123456789ab","name":"d","description":"d",\#
    "brand":"Custom","model":"Custom","tags":["x"],"metadata":\#
    {"device_id":"0b1c2d3e-4f50-4123-8abc-0123456789ab",\#
    "device_token":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"}}}
    """#.utf8)

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "qubitro-host-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    print("fsync alone, \(try Self.syncs(in: folder)) a second; each create needs three commits\n")
    for inFlight in [1, 8, 64] {
      let ledger = try SQLiteLedger(path: folder.appending(path: "\(inFlight).sqlite").path)
      let count = inFlight * 200
      try await ledger.start(RunRecord(id: RunID("bench"), script: "bench.lua", scriptDigest: ""))
      let creates = try await rate(count, inFlight) { number in try await create(number, in: ledger)
      }
      print("\(inFlight) in flight: \(Int(creates)) durable creates a second")
      if inFlight == 64 {
        let known = try await rate(100_000, 1) { number in
          _ = try await ledger.device(intent(number % count).key)
        }
        print("known keys, one after the other: \(Int(known)) a second")
        print("resident memory: \(Measurement.residentMemory) MiB")
      }
      try await ledger.close()
    }
    print("")
    let host = HostBenchmark(in: folder)
    try await host.creates(10_000, inFlight: 64)
    for count in [10_000, 100_000, 1_000_000] { try await host.knownKeys(count, inFlight: 1) }
    try await host.knownKeys(100_000, inFlight: 64)
  }

  /// How often this disk syncs a file a second.
  private static func syncs(in folder: URL) throws -> Int {
    let path = folder.appending(path: "sync")
    try Data().write(to: path)
    let file = try FileHandle(forWritingTo: path)
    let start = ContinuousClock.now
    for _ in 0..<200 {
      try file.write(contentsOf: Data(count: 4096))
      try file.synchronize()
    }
    return Int(200 / ((ContinuousClock.now - start) / .seconds(1)))
  }

  /// How many of `count` calls are done in a second, so many at once.
  private func rate(
    _ count: Int, _ inFlight: Int, _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws -> Double {
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<inFlight {
        group.addTask {
          for number in stride(from: worker, to: count, by: inFlight) { try await body(number) }
        }
      }
      try await group.waitForAll()
    }
    return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
  }

  private func intent(_ number: Int) -> Intent {
    let scope = Scope(baseURL: "https://api.qubitro.com", project: "p")
    return Intent(
      DeviceKey("d\(number)", in: scope), name: "d\(number)", request: Self.answer,
      run: RunID("bench"))
  }

  private func create(_ number: Int, in ledger: SQLiteLedger) async throws {
    let intent = intent(number)
    _ = try await ledger.begin(intent)
    try await ledger.recordResponse(RawResponse(status: 201, body: Self.answer), for: intent.key)
    try await ledger.transition(
      intent.key, .conclude(.created(deviceID: "id-\(number)")), by: intent.run)
  }
}
