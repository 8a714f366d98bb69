/// An HTTP answer as it came, kept before anything parses it.
package struct RawResponse: Hashable, Sendable {
  package var status: Int
  package var body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}
