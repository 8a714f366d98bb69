/// The REST client: endpoints over a transport, with retries where nothing can have come of a request.
package struct QubitroClient: Sendable {
  package let baseURL: BaseURL
  private let transport: any Transport
  private let retry: RetryPolicy
  private let pause: any Pause

  package init(
    baseURL: BaseURL, transport: any Transport, retry: RetryPolicy = .standard, pause: any Pause
  ) {
    self.baseURL = baseURL
    self.transport = transport
    self.retry = retry
    self.pause = pause
  }

  /// Sends `POST /v2/projects/{PROJECT_ID}/devices` and returns what became of it.
  ///
  /// `body` is the JSON of a `NewDevice`. An attempt follows another only when that one provably created nothing.
  package func createDevice(in project: String, body: [UInt8]) async -> Delivery {
    let request = HTTPRequest(.post, baseURL.url("v2", "projects", project, "devices"), body: body)
    var attempt = 1
    while true {
      let exchange = await transport.send(request)
      guard let wait = retry.pause(after: attempt, exchange, chance: .random(in: 0...1)), await pause.wait(wait) else {
        return Delivery(exchange, attempts: attempt)
      }
      attempt += 1
    }
  }
}
