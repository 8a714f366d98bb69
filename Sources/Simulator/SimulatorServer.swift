import Hummingbird
import Logging
import NIOCore

/// The simulator's HTTP server.
package struct SimulatorServer: Sendable {
  package let world: World
  private let host: String
  private let port: Int

  /// Port 0 takes any free one.
  package init(world: World, host: String = "127.0.0.1", port: Int = 0) {
    self.world = world
    self.host = host
    self.port = port
  }

  /// Serves until the task is cancelled; `onRunning` receives the port once connections are accepted.
  package func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
    var logger = Logger(label: "qubitro-sim")
    logger.logLevel = .critical
    let application = Application(
      router: router(),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "qubitro-sim"),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: logger
    )
    try await application.run()
  }

  private func router() -> Router<SimulatorContext> {
    let router = Router(context: SimulatorContext.self)
    let create = CreateDeviceRoute(world: world)
    router.post("v2/projects/:project/devices") { request, context in
      try await create.respond(to: request, context: context)
    }
    let control = ControlRoutes(world: world)
    router.get("_sim/devices") { _, _ in try await control.devices() }
    router.post("_sim/release") { _, _ in await control.release() }
    router.post("_sim/faults") { request, context in try await control.inject(request, context) }
    return router
  }
}
