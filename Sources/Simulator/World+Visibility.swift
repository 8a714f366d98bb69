import QubitroModel

extension World {
  /// What a list shows: not what is hidden yet, and less when a fault strikes.
  func listDevices(in project: String, matching metadata: [String: String], as key: String?, spoiledBy fault: Fault) throws(Refusal)
    -> DeviceList
  {
    var list = try model.listDevices(in: project, matching: metadata, as: key)
    if !hidden.isEmpty { list.removeAll { hidden[$0.id] != nil } }
    return fault == .truncatedList ? list.everySecond() : list
  }

  func device(_ id: String, in project: String, as key: String?) throws(Refusal) -> ModelDevice {
    let device = try model.device(id, in: project, as: key)
    guard hidden[id] == nil else { throw .notFound }
    return device
  }

  /// Lets every device be seen.
  package func settle() {
    hidden = [:]
  }
}
