import QubitroClient

/// The transport of a plan: it proves that nothing is sent.
struct NoTransport: Transport {
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    .notSent(reason: "a plan sends nothing")
  }
}
