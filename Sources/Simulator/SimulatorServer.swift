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

  /// Port 0 takes any free one; with an identity it speaks HTTPS.
  package init(world: World, host: String = "127.0.0.1", port: Int = 0, identity: TLSIdentity? = nil) {
    self.world = world
    self.host = host
    self.port = port
    self.identity = identity
  }

  /// Serves until the task is cancelled; `onRunning` receives the port once connections are accepted.
  package func run(onRunning: @escaping @Sendable (Int) async -> Void) async throws {
    var logger = Logger(label: "qubitro-sim")
    logger.logLevel = .critical
    let application = Application(
      router: SimulatorRoutes(world: world).router(),
      server: try identity.map { try .tls(.http1(), tlsConfiguration: $0.configuration()) } ?? .http1(),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "qubitro-sim"),
      onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
      logger: logger
    )
    try await application.run()
  }
}
