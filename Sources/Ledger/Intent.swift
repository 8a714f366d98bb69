/// What is about to be sent, made durable before the first byte leaves.
package struct Intent: Hashable, Sendable {
  package var key: DeviceKey
  package var name: String
  /// The body of the request, without its marker.
  package var request: [UInt8]
  /// What the request's metadata carries besides, for the device to be found by.
  package var marker: String?
  /// The run that sends it.
  package var run: RunID

  package init(_ key: DeviceKey, name: String, request: [UInt8], marker: String? = nil, run: RunID) {
    self.key = key
    self.name = name
    self.request = request
    self.marker = marker
    self.run = run
  }
}
