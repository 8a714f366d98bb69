import Bindings
import JSONCodec
import Ledger
import QubitroClient

/// What a script now asks of a device that was made otherwise; the API can change nothing, so it is only told.
enum Drift {
  private static let fields = ["name", "description", "source", "brand", "model", "tags"]

  /// The fields in which the proposal differs from what was asked for when the row was made.
  ///
  /// Equal devices have equal bytes, so that most are compared without being read. What the row does not say, as that of a device that was
  /// imported may not, is no drift.
  static func fields(of proposal: Proposal, from record: DeviceRecord) -> [String] {
    if proposal.body == record.request { return [] }
    guard let made = JSON(record.request), let wanted = JSON(proposal.body) else { return [] }
    return fields.filter { field in
      guard let was = value(of: field, in: made) else { return false }
      return was != value(of: field, in: wanted)
    }
  }

  private static func value(of field: String, in body: JSON) -> JSON? {
    if let value = body[field] { return value }
    // The API says so where the request is silent.
    return field == "brand" || field == "model" ? .string("Custom") : nil
  }
}
