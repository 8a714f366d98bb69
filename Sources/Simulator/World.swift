package import QubitroModel

/// The simulator's state, shared by its connections.
package actor World {
  private var model: QubitroModel
  private var faults: [Fault] = []
  private var held: [CheckedContinuation<Void, Never>] = []
  private var watchers: [CheckedContinuation<Void, Never>] = []
  /// How many create requests came, whatever became of them.
  package private(set) var createRequests = 0

  package init(_ model: QubitroModel) {
    self.model = model
  }

  /// An empty world in which each of `keys` may create devices in each of `projects`.
  package init(projects: [String], keys: [String], seed: UInt64 = 0) {
    let rights = Dictionary(keys.map { ($0, ModelKey()) }, uniquingKeysWith: { first, _ in first })
    model = QubitroModel(projects: Set(projects), keys: rights, seed: seed)
  }

  package var devices: [ModelDevice] { model.devices }

  /// Queues faults; each create request spends one.
  package func inject(_ faults: [Fault]) {
    self.faults += faults
  }

  /// Returns once so many requests are held.
  package func waitUntilHeld(_ count: Int = 1) async {
    while held.count < count {
      await withCheckedContinuation { watchers.append($0) }
    }
  }

  /// Lets every held request be answered.
  package func release() {
    for request in held { request.resume() }
    held = []
  }

  func hold() async {
    await withCheckedContinuation { request in
      held.append(request)
      for watcher in watchers { watcher.resume() }
      watchers = []
    }
  }

  /// What a create request comes to.
  enum Creation: Sendable {
    case created(ModelDevice, spoiledBy: Fault)
    case refused(Refusal)
    /// A fault struck before anything was made.
    case failed(Fault)
  }

  func create(_ request: DeviceRequest, in project: String, as key: String?) -> Creation {
    createRequests += 1
    let fault = faults.isEmpty ? Fault.none : faults.removeFirst()
    guard fault.creates else { return .failed(fault) }
    do throws(Refusal) {
      return .created(try model.createDevice(request, in: project, as: key), spoiledBy: fault)
    } catch {
      return .refused(error)
    }
  }
}
