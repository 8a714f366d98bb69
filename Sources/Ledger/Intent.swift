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

/// The answer to an intent.
package enum Claim: Hashable, Sendable {
  /// The intent is durable under this number; its sender, and nobody else, may send the request once.
  case begun(number: Int64)
  /// The key is taken; nothing may be sent for it.
  case known(DeviceRecord)
}

/// An HTTP answer as it came, kept before anything parses it.
package struct RawResponse: Hashable, Sendable {
  package var status: Int
  package var body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// What a sent intent came to.
package enum Outcome: Hashable, Sendable {
  case created(deviceID: String)
  /// Provably nothing was created.
  case rejected(reason: String)
  /// To be settled: it may or may not exist, or it exists and its answer held no credentials; `deviceID` where the answer named one.
  case unknown(reason: String, deviceID: String? = nil)
}
