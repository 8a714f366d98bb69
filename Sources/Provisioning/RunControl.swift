package import Effects
package import Ledger
import QubitroClient
import Synchronization

/// Ends a run early: by a signal, by the clock, or for a reason that the run itself has found.
///
/// No new work begins then; what is in flight is finished and recorded.
package final class RunControl: Sendable {
  /// How long requests in flight may take after a signal.
  ///
  /// It is less than the 30 seconds after which Kubernetes kills a process, and the 90 of systemd.
  private static let drainLimit = Duration.seconds(20)

  /// A signal that ends a run.
  package enum Signal: String, Sendable {
    case interrupt = "SIGINT"
    case terminate = "SIGTERM"
  }

  private struct State {
    var signal: Signal?
    /// Whether the run's time is over.
    var isExpired = false
    var isHalted = false
    var stopScript: (@Sendable () -> Void)?
    var transport: CancellableTransport?
    var reportSignal: (@Sendable (_ changes: Int) -> Void)?
    var sleepers: [Int: Task<Void, any Error>] = [:]
    var sleeperCount = 0

    /// Stops the script, and ends each pause.
    func stopWork() {
      stopScript?()
      for sleeper in sleepers.values { sleeper.cancel() }
    }
  }

  /// Counts the run's progress.
  package let progressCounter = ProgressCounter()
  package let drainLimit: Duration
  private let state = Mutex(State())

  package convenience init() {
    self.init(drainLimit: Self.drainLimit)
  }

  /// Requests in flight may take `drainLimit` after the first signal.
  init(drainLimit: Duration) {
    self.drainLimit = drainLimit
  }

  /// The first signal that has come; nil if none has.
  package var signal: Signal? {
    state.withLock { $0.signal }
  }

  /// Ends the run because of a signal.
  ///
  /// Only the first signal counts; returns false for a later one.
  package func request(_ signal: Signal) -> Bool {
    let before = state.withLock { state in
      defer { state.signal = state.signal ?? signal }
      return state
    }
    before.stopWork()
    guard before.signal == nil else { return false }
    Task { await drain() }
    return true
  }

  /// Reports the signal, and after the limit gives up what is still in flight.
  private func drain() async {
    let (transport, reportSignal) = state.withLock { ($0.transport, $0.reportSignal) }
    reportSignal?(transport?.changeCount ?? 0)
    try? await Task.sleep(for: drainLimit)
    transport?.cancel()
  }

  /// How many requests that may have changed something were given up after the limit.
  package var givenUpCount: Int { state.withLock { $0.transport }?.givenUpCount ?? 0 }

  /// Sets the transport whose requests are given up after the limit.
  package func attach(_ transport: CancellableTransport) {
    state.withLock { $0.transport = transport }
  }

  /// Sets what reports the first signal; it gets the number of requests in flight that may change
  /// something.
  package func whenSignalled(_ report: @escaping @Sendable (_ changes: Int) -> Void) {
    state.withLock { $0.reportSignal = report }
  }

  /// Ends the run as a signal does, because its time is over.
  ///
  /// A signal that comes later still counts as the first.
  package func expire() {
    let before = state.withLock { state in
      state.isExpired = true
      return state
    }
    before.stopWork()
  }

  /// Lets nothing new begin, since the run has found a reason to stop.
  ///
  /// The script's own code is not interrupted.
  package func halt() {
    let sleepers = state.withLock { state in
      state.isHalted = true
      return state.sleepers.values
    }
    for sleeper in sleepers { sleeper.cancel() }
  }

  /// Whether the run is to end.
  package var isEnding: Bool {
    state.withLock { $0.signal != nil || $0.isExpired || $0.isHalted }
  }

  /// Sets what stops the script if a signal comes or the time is over: at once if that has happened
  /// already.
  package func whenEnding(_ stopScript: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.stopScript = stopScript
      return state.signal != nil || state.isExpired
    }
    if isLate { stopScript() }
  }
}

/// A pause ends early if the run is to end, and no further attempt follows it.
extension RunControl: Pause {
  package func wait(_ duration: Duration) async -> Bool {
    progressCounter.beginPause()
    defer { progressCounter.endPause() }
    return await watch(atMost: duration)
  }

  package func watch(atMost duration: Duration) async -> Bool {
    let sleeper = Task { try await Task.sleep(for: duration) }
    let number = state.withLock { state in
      state.sleeperCount += 1
      state.sleepers[state.sleeperCount] = sleeper
      return state.sleeperCount
    }
    if isEnding { sleeper.cancel() }
    await withTaskCancellationHandler {
      _ = await sleeper.result
    } onCancel: {
      sleeper.cancel()
    }
    state.withLock { $0.sleepers[number] = nil }
    return !isEnding
  }
}

extension Pause {
  /// Whether the run is to end.
  func isRunEnding() async -> Bool { await !wait(.zero) }
}

/// Performs no effect once the run is to end, and counts each effect that ends as progress.
package struct StopGate: EffectHandler {
  private let control: RunControl
  private let next: any EffectHandler

  package init(control: RunControl, next: any EffectHandler) {
    self.control = control
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard !control.isEnding else { return .ended }
    defer { control.progressCounter.beat() }
    return await next.perform(effect)
  }
}
