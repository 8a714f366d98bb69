/// A request that is about to be sent; it is durable before its first byte leaves.
package struct Intent: Hashable, Sendable {
  package var key: DeviceKey
  package var name: String
  /// The body of the request, without its marker.
  package var request: [UInt8]
  /// A value that the request adds to its metadata, so that the device can be found by it.
  package var marker: String?
  /// The run that sends it.
  package var run: RunID

  package init(
    _ key: DeviceKey, name: String, request: [UInt8], marker: String? = nil, run: RunID
  ) {
    self.key = key
    self.name = name
    self.request = request
    self.marker = marker
    self.run = run
  }
}

/// The ledger's answer to an intent.
package enum BeginResult: Hashable, Sendable {
  /// The intent is durable under this number.
  ///
  /// Its sender, and nobody else, may send the request, once.
  case begun(number: Int64)
  /// The key is taken; nothing may be sent for it.
  case known(DeviceRecord)
}

/// The HTTP answer to a request as it came; the ledger records it before anything parses it.
package struct RawResponse: Hashable, Sendable {
  package var status: Int
  package var body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// What came of an intent that was sent.
package enum Outcome: Hashable, Sendable {
  case created(deviceID: String)
  /// It is proven that nothing was created.
  case rejected(reason: String)
  /// The device may or may not exist, or it exists and its answer held no credentials.
  ///
  /// Settling has to find out. `deviceID` is the id that the answer named, if it named one.
  case unknown(reason: String, deviceID: String? = nil)
}

/// Where a unique marker goes by which a device is found whose answer was lost.
package enum MarkerPlacement: String, Sendable, CaseIterable {
  case none
  /// Into the device's metadata, which generations b and c of the API keep and show.
  case metadata

  /// A marker for one intent: sixteen random hexadecimal digits.
  package func next() -> String? {
    guard self == .metadata else { return nil }
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
