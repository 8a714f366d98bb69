/// What is about to be sent, made durable before the first byte leaves.
package struct Intent: Hashable, Sendable {
  package var key: DeviceKey
  package var name: String
  /// The body of the request.
  package var request: [UInt8]
  /// The run that sends it.
  package var run: RunID

  package init(_ key: DeviceKey, name: String, request: [UInt8], run: RunID) {
    self.key = key
    self.name = name
    self.request = request
    self.run = run
  }
}
