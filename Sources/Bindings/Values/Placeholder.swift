package import Effects
import QubitroClient

/// Texts that stand in a plan for what only a run learns, such as `<id of KEY>`.
package enum Placeholder {
  /// The device that a create would return.
  package static func device(for proposal: Proposal) -> Value {
    let id = Value.text("<id of \(proposal.key)>")
    let device = proposal.device
    return .map([
      "id": id, "name": .text(device.name), "description": .text(device.description),
      "source": .text(device.source),
      "tags": .array(device.tags.map(Value.text)), "brand": .text(device.brand ?? "Custom"),
      "model": .text(device.model ?? "Custom"), "key": .text(proposal.key), "created": true,
      "credentials": .map(["device_id": id, "device_token": .text("<token of \(proposal.key)>")]),
    ])
  }

  /// Whether a value contains a placeholder, so that a plan cannot predict it.
  package static func isIn(_ value: Value) -> Bool {
    switch value {
    case .string(let string): isIn(string.lossyText)
    case .array(let elements): elements.contains(where: isIn)
    case .map(let fields): fields.values.contains(where: isIn)
    case .null, .boolean, .integer, .float: false
    }
  }

  /// Whether a create contains a placeholder, so that a plan cannot tell what the device will be.
  package static func isIn(_ proposal: Proposal) -> Bool {
    let device = proposal.device
    let texts = [
      proposal.key, proposal.project, device.name, device.description, device.source, device.brand,
      device.model,
    ]
    return (texts.compactMap(\.self) + device.tags).contains(where: isIn)
  }

  private static func isIn(_ text: String) -> Bool {
    text.contains("<id of ") || text.contains("<token of ")
  }
}
