import NIOCore
import Synchronization

/// A request body that remembers whether anybody asked for its bytes.
///
/// Whether a request was sent is decided by this alone. The type of a transport's error does not tell: the same error comes before
/// and after the first byte.
final class WatchedBody: AsyncSequence, Sendable {
  private let buffer: ByteBuffer
  private let pulled = Atomic<Bool>(false)

  init(_ bytes: [UInt8]) {
    buffer = ByteBuffer(bytes: bytes)
  }

  var count: Int { buffer.readableBytes }

  /// True from the moment before the first byte is handed out.
  var wasPulled: Bool { pulled.load(ordering: .sequentiallyConsistent) }

  func makeAsyncIterator() -> Iterator {
    Iterator(body: self)
  }

  struct Iterator: AsyncIteratorProtocol {
    fileprivate var body: WatchedBody?

    mutating func next() async -> ByteBuffer? {
      guard let body else { return nil }
      self.body = nil
      body.pulled.store(true, ordering: .sequentiallyConsistent)
      return body.buffer
    }
  }
}
