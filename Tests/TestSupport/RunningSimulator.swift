package import Simulator

/// A simulator that serves over loopback while a test's body runs.
package struct RunningSimulator: Sendable {
  package static let project = "project-1"
  package static let key = "QB_test_key_0123456789"

  package let world: World
  package let port: Int

  private let isSecure: Bool

  package var baseURL: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)" }

  /// Returns once so many requests are held.
  package func hasHeld(
    _ count: Int = 1, file: String = #fileID, line: Int = #line
  ) async throws {
    try await inTime("\(count) requests are held", file: file, line: line) { [world] in
      await world.waitUntilHeld(count)
    }
  }

  /// Serves a world with one project and one key, unless another is given.
  package static func run<Result: Sendable>(
    _ world: World = World(projects: [project, "project-2"], keys: [key]),
    as identity: TLSIdentity? = nil,
    _ body: @Sendable (RunningSimulator) async throws -> Result
  ) async throws -> Result {
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { running.finish() }
        try await SimulatorServer(world: world, identity: identity).run { running.yield($0) }
      }
      guard let port = await ports.first(where: { _ in true }) else {
        try await group.next()
        throw CancellationError()
      }
      let simulator = RunningSimulator(world: world, port: port, isSecure: identity != nil)
      do {
        let result = try await body(simulator)
        group.cancelAll()
        return result
      } catch {
        // The server would wait for a request that stays held.
        try? await world.reset()
        throw error
      }
    }
  }
}
