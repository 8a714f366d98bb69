import Foundation
package import QubitroModel

/// The simulator's state, shared by its connections.
package actor World {
  package let settings: WorldSettings
  private(set) var model: QubitroModel
  private let initialContents: ModelContents
  private var faults: FaultSource
  private var bucket: TokenBucket?
  var journal: Journal
  /// The devices that cannot be seen yet, with the number of requests that still miss them.
  var hidden: [String: Int] = [:]
  private var heldRequests: [CheckedContinuation<Void, Never>] = []
  /// The callers of `waitUntilHeld`; every further held request wakes them all.
  private var holdWaiters: [CheckedContinuation<Void, Never>] = []
  /// How many create requests came, whatever became of them.
  package private(set) var createRequests = 0

  /// `seed` decides which faults of the settings' mix come when.
  package init(_ model: QubitroModel, seed: UInt64 = 0, settings: WorldSettings = WorldSettings()) {
    self.model = model
    self.settings = settings
    initialContents = model.contents
    faults = FaultSource(mix: settings.faults, seed: seed)
    bucket = settings.rateLimit.map(TokenBucket.init)
    journal = Journal(capacity: settings.journalLength)
  }

  /// A world without devices in which each of `keys` may do everything in each of `projects`.
  package init(
    projects: [String], keys: [String], seed: UInt64 = 0, settings: WorldSettings = WorldSettings()
  ) {
    let rights = Dictionary(keys.map { ($0, ModelKey()) }, uniquingKeysWith: { first, _ in first })
    var rules = settings.shape.rules
    rules.tagLimit = settings.tagLimit
    self.init(
      QubitroModel(projects: projects, keys: rights, seed: seed, rules: rules), seed: seed,
      settings: settings)
  }

  package var devices: [ModelDevice] { model.devices }
  var deviceList: DeviceList { model.deviceList }
  package var projects: [ModelProject] { model.projects }

  /// Queues faults; each request of a fault's kind spends one.
  package func inject(_ faults: [Fault]) {
    self.faults.queue(faults)
  }

  /// Returns once at least `count` requests are held.
  package func waitUntilHeld(_ count: Int = 1) async {
    while heldRequests.count < count {
      await withCheckedContinuation { holdWaiters.append($0) }
    }
  }

  /// Lets every held request be answered.
  package func release() {
    for request in heldRequests { request.resume() }
    heldRequests = []
  }

  /// Holds a request: returns after the next `release()`.
  func hold() async {
    await withCheckedContinuation { request in
      heldRequests.append(request)
      for waiter in holdWaiters { waiter.resume() }
      holdWaiters = []
    }
  }

  /// Goes back to the start: no fault is queued, the journal is empty, and held requests are
  /// answered.
  package func reset() throws {
    try settings.stateFile?.write(initialContents)
    model.contents = initialContents
    faults.clear()
    journal.clear()
    hidden = [:]
    createRequests = 0
    release()
  }

  /// Asks the model.
  ///
  /// A caller that kept a copy of the model would make the next change copy everything.
  func read<Result>(_ body: (QubitroModel) throws -> Result) rethrows -> Result {
    try body(model)
  }

  /// Changes the model; a change that cannot be written to the state file is not made.
  func change<Result>(_ body: (inout QubitroModel) throws -> Result) throws -> Result {
    // Without a file the model changes in place: to copy it for each create would cost the square
    // of the number of devices.
    guard let file = settings.stateFile else { return try body(&model) }
    var next = model
    let result = try body(&next)
    try file.write(next.contents)
    model = next
    return result
  }

  func fault(for target: Fault.Target, of request: Int) -> Fault {
    let fault = faults.next(for: target)
    if fault != .none { journal.amend(request) { $0.fault = fault.rawValue } }
    return fault
  }

  /// Counts a create; if it is one too many, returns after how many whole seconds it may come
  /// again.
  func admitCreate() -> Int? {
    createRequests += 1
    return bucket?.take(at: settings.elapsed())
  }
}

/// How a world behaves; unless something is set, it behaves well, as the oldest generation did.
package struct WorldSettings: Sendable {
  package var shape: Shape = .a
  /// The most tags of a device; nil for any number.
  package var tagLimit: Int?
  /// The faults that come without being asked for.
  package var faults: FaultMix = .tame
  /// Creates a second, beyond which they are answered with 429; nil for no limit.
  package var rateLimit: Double?
  /// What is added to each answer, give or take a quarter.
  package var latency: Duration = .zero
  /// After how long a stalled request's connection is closed.
  package var stallLimit: Duration = .seconds(60)
  /// How long a dripping answer takes.
  package var dripTime: Duration = .seconds(30)
  /// How many later requests do not see a device whose visibility is delayed.
  package var visibilityDelay = 3
  /// How many readings a device sends as soon as it is created.
  package var readingsPerDevice = 0
  /// The most requests that the journal keeps.
  package var journalLength = 1000
  /// Where the contents are kept; nil for memory alone.
  package var stateFile: StateFile?
  /// The time since the world began.
  package var elapsed: @Sendable () -> Duration = Self.sinceNow()
  package var now: @Sendable () -> Timestamp = {
    Timestamp(seconds: Int64(Date.now.timeIntervalSince1970))
  }

  package init() {}

  private static func sinceNow() -> @Sendable () -> Duration {
    let start = ContinuousClock.now
    return { ContinuousClock.now - start }
  }
}
