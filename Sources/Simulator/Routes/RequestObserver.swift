import HTTPTypes
import Hummingbird
import NIOCore
import QubitroModel

/// Writes each request to the API into the journal and delays it.
///
/// It also closes the connections that a route drops, and answers for paths that do not exist.
struct RequestObserver: RouterMiddleware {
  typealias Context = SimulatorContext

  let world: World

  func handle(
    _ request: Request, context: SimulatorContext,
    next: @concurrent (Request, SimulatorContext) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.hasPrefix("/v2") else { return try await answer(request, context, next) }
    var context = context
    context.number = await world.begin(
      method: request.method.rawValue, path: request.uri.string, key: request.bearer)
    try await delay(request: context.number)
    do {
      let response = try await answer(request, context, next)
      await world.finish(context.number, status: Int(response.status.code))
      return response
    } catch is ConnectionDropped {
      try? await context.channel.close()
      // This is never sent: the connection is closed.
      return Response(status: .internalServerError)
    }
  }

  private func answer(
    _ request: Request, _ context: SimulatorContext,
    _ next: @concurrent (Request, SimulatorContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return world.endpoint("unknown").refusal(.notFound)
    }
  }

  /// Waits for the latency, give or take a quarter.
  ///
  /// The request's number decides how much that is, so that a run can be repeated.
  private func delay(request: Int) async throws {
    guard world.settings.latency > .zero else { return }
    var generator = IdentifierGenerator(seed: UInt64(request))
    try await Task.sleep(
      for: world.settings.latency * Double.random(in: 0.75...1.25, using: &generator))
  }
}

/// The context of one request: its connection, which a route may drop, and its parameters.
struct SimulatorContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// The request's number in the journal.
  var number = 0

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// The id of the project in the request's path.
  var project: String {
    get throws { try parameters.require("project") }
  }

  /// The id of the device in the request's path.
  var device: String {
    get throws { try parameters.require("device") }
  }
}

/// A route throws this to have the request's connection closed without an answer.
struct ConnectionDropped: Error {}

extension Request {
  /// The API key that the request carries.
  var bearer: String? {
    guard let value = headers[.authorization], value.hasPrefix("Bearer ") else { return nil }
    return String(value.dropFirst("Bearer ".count))
  }

  /// The value of a parameter of the query.
  func query(_ name: String) -> String? {
    uri.queryParameters[Substring(name)].map(String.init)
  }
}
