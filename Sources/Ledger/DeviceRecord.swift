/// The current state of one key.
package struct DeviceRecord: Hashable, Sendable {
  package var key: DeviceKey
  package var state: DeviceState
  package var name: String
  /// The body of the last request.
  package var request: [UInt8]
  /// The answer to it, where one came.
  package var response: RawResponse?
  package var deviceID: String?
  /// Why it is rejected, unknown or quarantined.
  package var reason: String?
  /// The run that last sent it.
  package var run: RunID

  package init(
    key: DeviceKey, state: DeviceState, name: String, request: [UInt8], response: RawResponse? = nil, deviceID: String? = nil,
    reason: String? = nil, run: RunID
  ) {
    self.key = key
    self.state = state
    self.name = name
    self.request = request
    self.response = response
    self.deviceID = deviceID
    self.reason = reason
    self.run = run
  }
}
