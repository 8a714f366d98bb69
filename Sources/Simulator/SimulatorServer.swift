import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore

/// The simulator's HTTP server.
package struct SimulatorServer: Sendable {
  package let world: World
  private let host: String
  private let port: Int
  private let identity: TLSIdentity?

  /// Port 0 takes any free one; with an identity the server speaks HTTPS.
  package init(
    world: World, host: String = "127.0.0.1", port: Int = 0, identity: TLSIdentity? = nil
  ) {
    self.world = world
    self.host = host
    self.port = port
    self.identity = identity
  }

  /// Serves until the task is cancelled.
  ///
  /// `onRunning` receives the port once connections are accepted.
  package func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
    var logger = Logger(label: "qubitro-sim")
    logger.logLevel = .critical
    let application = Application(
      router: SimulatorRoutes(world: world).router(),
      server: try identity.map { try .tls(.http1(), tlsConfiguration: $0.configuration()) }
        ?? .http1(),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "qubitro-sim"),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: logger
    )
    try await application.run()
  }
}

/// Every path that the simulator answers.
struct SimulatorRoutes: Sendable {
  let world: World

  func router() -> Router<SimulatorContext> {
    let router = Router(context: SimulatorContext.self)
    router.add(middleware: RequestObserver(world: world))
    addProjects(to: router)
    addDevices(to: router)
    addControl(to: router)
    return router
  }

  private func addProjects(to router: Router<SimulatorContext>) {
    let projects = ProjectRoutes(world: world)
    router.get("v2/projects") { try await projects.list($0, $1) }
    router.post("v2/projects") { try await projects.create($0, $1) }
    router.get("v2/projects/:project") { try await projects.get($0, $1) }
    router.delete("v2/projects/:project") { try await projects.delete($0, $1) }
  }

  private func addDevices(to router: Router<SimulatorContext>) {
    let create = CreateDeviceRoute(world: world)
    let devices = DeviceRoutes(world: world)
    let data = DataRoutes(world: world)
    router.post("v2/projects/:project/devices") { try await create.respond(to: $0, context: $1) }
    router.get("v2/projects/:project/devices") { try await devices.list($0, $1) }
    router.get("v2/projects/:project/devices/:device") { try await devices.get($0, $1) }
    router.delete("v2/projects/:project/devices/:device") { try await devices.delete($0, $1) }
    router.get("v2/projects/:project/devices/:device/data") { try await data.list($0, $1) }
    router.delete("v2/projects/:project/devices/:device/data") { try await data.delete($0, $1) }
    router.get("v2/projects/:project/devices/:device/data/keys") { try await data.keys($0, $1) }
  }

  private func addControl(to router: Router<SimulatorContext>) {
    let control = ControlRoutes(world: world)
    router.get("_sim/devices") { _, _ in await control.devices() }
    router.get("_sim/journal") { _, _ in await control.journal() }
    router.post("_sim/faults") { try await control.inject($0, $1) }
    router.post("_sim/report") { try await control.report($0, $1) }
    router.post("_sim/release") { _, _ in await control.release() }
    router.post("_sim/settle") { _, _ in await control.settle() }
    router.post("_sim/reset") { _, _ in try await control.reset() }
  }
}
