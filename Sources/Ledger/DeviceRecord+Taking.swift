package import Foundation

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
