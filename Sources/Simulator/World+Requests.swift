import QubitroModel

extension World {
  /// What became of a create request.
  enum CreateResult: Sendable {
    case created(ModelDevice, spoiledBy: Fault)
    case refused(Refusal)
    /// A fault struck before anything was made.
    case failed(Fault)
    /// The request came too soon after others; it may come again after this many seconds.
    case limited(Int)
  }

  /// `body` is nil if it could not be read; only a key that may create learns that.
  func create(
    _ body: DeviceRequest?, in project: String, as key: String?, request: Int
  ) throws -> CreateResult {
    if let seconds = admitCreate() { return .limited(seconds) }
    let fault = fault(for: .create, of: request)
    guard fault.creates else { return .failed(fault) }
    do {
      let device = try change { model throws in
        try model.authorize(key, to: .create, in: project)
        guard let body else { throw Refusal.unreadableBody }
        let device = try model.createDevice(body, in: project, as: key)
        model.report(from: device.id, count: settings.readingsPerDevice, until: settings.now())
        return device
      }
      journal.amend(request) { $0.created = true }
      if fault.hides && settings.visibilityDelay > 0 {
        hidden[device.id] = settings.visibilityDelay
      }
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

  /// Lets a device send readings now; false if there is no such device.
  package func report(from device: String, count: Int) throws -> Bool {
    try change { $0.report(from: device, count: count, until: settings.now()) }
  }
}

extension World {
  /// What a list shows: no hidden device, and less if a fault strikes.
  func listDevices(
    in project: String, matching metadata: [String: String], as key: String?, spoiledBy fault: Fault
  ) throws(Refusal) -> DeviceList {
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

  /// The ids that a lagging list does not know yet: the newest quarter, at least one and at most
  /// 50.
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

/// Lets requests through at a steady rate, and a few at once after a pause.
struct TokenBucket: Hashable, Sendable {
  /// Tokens a second.
  let rate: Double
  private let capacity: Double
  private var tokens: Double
  private var filledAt: Duration = .zero

  /// A full bucket, which holds a second's worth of tokens, and one at least.
  init(rate: Double) {
    self.rate = rate
    capacity = max(1, rate)
    tokens = capacity
  }

  /// Takes a token and returns nil, or returns the whole seconds after which there is one.
  ///
  /// `now` is the time since any fixed moment.
  mutating func take(at now: Duration) -> Int? {
    tokens = min(capacity, tokens + max(0, (now - filledAt) / .seconds(1)) * rate)
    filledAt = max(filledAt, now)
    guard tokens < 1 else {
      tokens -= 1
      return nil
    }
    return max(1, Int(((1 - tokens) / rate).rounded(.up)))
  }
}
