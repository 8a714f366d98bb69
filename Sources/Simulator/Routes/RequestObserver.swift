import HTTPTypes
import Hummingbird
import NIOCore
import QubitroModel

/// What happens around each request to the API: the journal, latency, dropped connections, and paths that do not exist.
struct RequestObserver: RouterMiddleware {
  typealias Context = SimulatorContext

  let world: World

  func handle(
    _ request: Request, context: SimulatorContext, next: @concurrent (Request, SimulatorContext) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.hasPrefix("/v2") else { return try await answer(request, context, next) }
    var context = context
    context.number = await world.begin(method: request.method.rawValue, path: request.uri.string, key: request.bearer)
    try await delay(request: context.number)
    do {
      let response = try await answer(request, context, next)
      await world.finish(context.number, status: Int(response.status.code))
      return response
    } catch is ConnectionDropped {
      try? await context.channel.close()
      // Never sent: there is nothing left to send it on.
      return Response(status: .internalServerError)
    }
  }

  private func answer(
    _ request: Request, _ context: SimulatorContext, _ next: @concurrent (Request, SimulatorContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return Endpoint(action: "unknown", shape: world.settings.shape).refusal(.notFound)
    }
  }

  /// The request's number decides by how much its delay differs from the others', so a run can be repeated.
  private func delay(request: Int) async throws {
    guard world.settings.latency > .zero else { return }
    var generator = IdentifierGenerator(seed: UInt64(request))
    try await Task.sleep(for: world.settings.latency * Double.random(in: 0.75...1.25, using: &generator))
  }
}

/// A request's context that can reach its connection, to drop it, and knows the request's number in the journal.
struct SimulatorContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  var number = 0

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

/// Thrown where a request's connection is to be closed without an answer.
struct ConnectionDropped: Error {}

extension Request {
  /// The API key that it carries.
  var bearer: String? {
    guard let value = headers[.authorization], value.hasPrefix("Bearer ") else { return nil }
    return String(value.dropFirst("Bearer ".count))
  }

  func query(_ name: String) -> String? {
    uri.queryParameters[Substring(name)].map(String.init)
  }
}
