import JSONCodec
import Ledger
import QubitroClient

extension DeviceTraits {
  /// What a list shows of a device.
  init(_ device: Device) {
    self.init(name: device.name ?? "", fields: device.fields)
    marker = device.fields["metadata"]?[NewDevice.markerName]?.string
  }

  /// What a request asked for.
  init(_ record: DeviceRecord) {
    guard case .object(let fields)? = JSON(record.request) else {
      self.init(name: record.name, marker: record.marker)
      return
    }
    self.init(name: record.name, fields: fields)
    // The API fills these in where the request is silent.
    brand = brand ?? "Custom"
    model = model ?? "Custom"
    marker = record.marker
  }

  private init(name: String, fields: [String: JSON]) {
    var tags: Set<String>?
    if case .array(let elements)? = fields["tags"] { tags = Set(elements.compactMap(\.string)) }
    self.init(
      name: name, description: fields["description"]?.string, brand: fields["brand"]?.string, model: fields["model"]?.string,
      tags: tags)
  }
}
