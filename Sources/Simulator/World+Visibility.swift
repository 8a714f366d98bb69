import QubitroModel

extension World {
  /// What a list shows: not what is hidden yet, and less when a fault strikes.
  func listDevices(in project: String, matching metadata: [String: String], as key: String?, spoiledBy fault: Fault) throws(Refusal)
    -> DeviceList
  {
    var list = try model.listDevices(in: project, matching: metadata, as: key)
    if !hidden.isEmpty { list.removeAll { hidden[$0.id] != nil } }
    switch fault {
    case .emptyList: list.removeAll { _ in true }
    case .truncatedList: list = list.everySecond()
    case .laggingList:
      let missed = newest(of: try model.listDevices(in: project, as: key))
      list.removeAll { missed.contains($0.id) }
    default: break
    }
    return list
  }

  /// The ids of what a list that lags does not know yet: a quarter, at least one and at most 50.
  private func newest(of devices: DeviceList) -> Set<String> {
    Set(devices.newest(min(max(1, devices.count / 4), 50)).map(\.id))
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
