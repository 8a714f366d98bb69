package import Foundation

/// The current state of one key: a row of the ledger.
package struct DeviceRecord: Hashable, Sendable {
  /// The row's number; it is small, never changes, and no other row gets it.
  package var number: Int64
  package var key: DeviceKey
  package var state: DeviceState
  package var name: String
  /// The body of the last request, without its marker.
  package var request: [UInt8]
  /// The value in the request's metadata by which the device can be found.
  package var marker: String?
  /// The answer to the request, or the answer in which the device was found.
  package var response: RawResponse?
  package var deviceID: String?
  /// Why it is rejected, unknown or quarantined.
  package var reason: String?
  /// The run that last sent it.
  package var run: RunID
  /// The place of its last intent among all intents; it grows, whatever the clock does.
  package var order: Int64
  /// When the intent became durable.
  package var sentAt: Date
  /// When the row last changed its state or got its answer.
  package var changedAt: Date
  /// How many runs had a whole list that did not show it, taken when it was old enough.
  package var looks: Int
  /// Whether only a person can settle it.
  package var needsPerson: Bool
  /// Whether a person has accepted that its credentials are lost; only a quarantined row can be.
  package var isAccepted: Bool

  package init(
    number: Int64, _ intent: Intent, order: Int64, sentAt: Date, changedAt: Date? = nil,
    state: DeviceState = .sending, response: RawResponse? = nil, deviceID: String? = nil,
    reason: String? = nil, looks: Int = 0, needsPerson: Bool = false, isAccepted: Bool = false
  ) {
    self.number = number
    key = intent.key
    self.state = state
    name = intent.name
    request = intent.request
    marker = intent.marker
    self.response = response
    self.deviceID = deviceID
    self.reason = reason
    run = intent.run
    self.order = order
    self.sentAt = sentAt
    self.changedAt = changedAt ?? sentAt
    self.looks = looks
    self.needsPerson = needsPerson
    self.isAccepted = isAccepted
  }
}

extension DeviceRecord {
  /// The row of a device that no request of this ledger made; nil if the settlement names no
  /// device.
  package init?(number: Int64, taking intent: Intent, as settlement: Settlement, at date: Date) {
    switch settlement {
    case .adopted(let id, let response):
      self.init(
        number: number, intent, order: 0, sentAt: date, state: .adopted, response: response,
        deviceID: id)
    case .quarantined(let id, let reason):
      self.init(
        number: number, intent, order: 0, sentAt: date, state: .quarantined, deviceID: id,
        reason: reason)
    case .absent: return nil
    }
  }
}
