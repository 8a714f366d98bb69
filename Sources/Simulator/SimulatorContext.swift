import Hummingbird
import NIOCore

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
