package import Foundation

/// The current state of one key.
package struct DeviceRecord: Hashable, Sendable {
  /// The row's number, small and its own for good.
  package var number: Int64
  package var key: DeviceKey
  package var state: DeviceState
  package var name: String
  /// The body of the last request, without its marker.
  package var request: [UInt8]
  /// What the request's metadata carried to be found by.
  package var marker: String?
  /// The answer to it, or the one in which the device was found.
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
  /// When the row last changed its state, or got its answer.
  package var changedAt: Date
  /// How many runs had a whole list, taken when it was old enough, that did not show it.
  package var looks: Int
  /// Whether only a person can settle it.
  package var needsPerson: Bool
  /// Whether a person does without its lost credentials; only a quarantined row can be accepted.
  package var isAccepted: Bool

  package init(
    number: Int64, _ intent: Intent, order: Int64, sentAt: Date, changedAt: Date? = nil, state: DeviceState = .sending,
    response: RawResponse? = nil, deviceID: String? = nil, reason: String? = nil, looks: Int = 0, needsPerson: Bool = false,
    isAccepted: Bool = false
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
  /// The row of a device that was not made by a request of ours; nil for a settlement that names no device.
  package init?(number: Int64, taking intent: Intent, as settlement: Settlement, at date: Date) {
    switch settlement {
    case .adopted(let id, let response):
      self.init(number: number, intent, order: 0, sentAt: date, state: .adopted, response: response, deviceID: id)
    case .quarantined(let id, let reason):
      self.init(number: number, intent, order: 0, sentAt: date, state: .quarantined, deviceID: id, reason: reason)
    case .absent: return nil
    }
  }
}
