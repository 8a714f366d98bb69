import QubitroModel

extension World {
  /// What a create request comes to.
  enum Creation: Sendable {
    case created(ModelDevice, spoiledBy: Fault)
    case refused(Refusal)
    /// A fault struck before anything was made.
    case failed(Fault)
    /// It came too soon after others; it may come again after so many seconds.
    case limited(Int)
  }

  /// `body` is nil when it could not be read, which is told only to a key that may create.
  func create(_ body: DeviceRequest?, in project: String, as key: String?, request: Int) throws -> Creation {
    if let seconds = admitCreate() { return .limited(seconds) }
    let fault = fault(for: .create, of: request)
    guard fault.creates else { return .failed(fault) }
    do {
      let device = try change { model throws in
        try model.authorize(key, to: .create, in: project)
        guard let body else { throw Refusal.invalid("the body is not a JSON object with the documented fields") }
        let device = try model.createDevice(body, in: project, as: key)
        model.report(from: device.id, count: settings.readingsPerDevice, until: settings.now())
        return device
      }
      journal.amend(request) { $0.created = true }
      if fault.hides && settings.visibilityDelay > 0 { hidden[device.id] = settings.visibilityDelay }
      return .created(device, spoiledBy: fault)
    } catch let refusal as Refusal {
      return .refused(refusal)
    }
  }

  /// Begins a request to the API: writes it down, and brings hidden devices closer to being seen.
  func begin(method: String, path: String, key: String?) -> Int {
    if !hidden.isEmpty { hidden = hidden.compactMapValues { $0 > 0 ? $0 - 1 : nil } }
    return journal.add(method: method, path: path, key: key, after: settings.elapsed())
  }

  func finish(_ request: Int, status: Int) {
    journal.amend(request) { $0.status = status }
  }

  /// The newest requests to the API, oldest first.
  package var requests: [JournalEntry] { journal.newest }

  /// Lets a device send readings now; false when there is no such device.
  package func report(from device: String, count: Int) throws -> Bool {
    try change { $0.report(from: device, count: count, until: settings.now()) }
  }
}
