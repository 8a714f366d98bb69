package import Effects
package import Ledger
import QubitroClient
import Synchronization

/// The wish of a signal, or of the clock, that the run should end: no new work is started, what is
/// in flight is finished and recorded.
package final class RunControl: Sendable {
  /// How long a signal lets requests be that are in flight: less than the 30 seconds after which
  /// Kubernetes kills, and the 90 of systemd.
  private static let drainLimit = Duration.seconds(20)

  /// A signal that ends a run.
  package enum Signal: String, Sendable {
    case interrupt = "SIGINT"
    case terminate = "SIGTERM"
  }

  private struct State {
    var signal: Signal?
    /// The run's time is over.
    var isExpired = false
    var isHalted = false
    var stopScript: (@Sendable () -> Void)?
    var wire: CancellableTransport?
    var tell: (@Sendable (_ changes: Int) -> Void)?
    var sleepers: [Int: Task<Void, any Error>] = [:]
    var sleeperCount = 0
  }

  /// Whether the run gets anywhere.
  package let progressCounter = ProgressCounter()
  package let drainLimit: Duration
  private let state = Mutex(State())

  package convenience init() {
    self.init(drainLimit: Self.drainLimit)
  }

  /// What is in flight when the first signal comes has `drainLimit` to end.
  init(drainLimit: Duration) {
    self.drainLimit = drainLimit
  }

  /// The first signal that has come.
  package var signal: Signal? {
    state.withLock { $0.signal }
  }

  /// Ends the run.
  ///
  /// Only the first call counts; it returns false for a later one.
  package func request(_ signal: Signal) -> Bool {
    let before = state.withLock { state in
      defer { state.signal = state.signal ?? signal }
      return state
    }
    before.stopScript?()
    for sleeper in before.sleepers.values { sleeper.cancel() }
    guard before.signal == nil else { return false }
    Task { await drain() }
    return true
  }

  /// Says what the signal does, waits for what is in flight, and gives up what is left of it after
  /// the limit.
  private func drain() async {
    let (wire, tell) = state.withLock { ($0.wire, $0.tell) }
    tell?(wire?.changeCount ?? 0)
    try? await Task.sleep(for: drainLimit)
    wire?.cut()
  }

  /// How many requests may have changed something, and were given up by the limit.
  package var givenUp: Int { state.withLock { $0.wire }?.givenUp ?? 0 }

  /// Names what is to be cut after the limit, and how to say so.
  package func watch(_ wire: CancellableTransport) {
    state.withLock { $0.wire = wire }
  }

  /// Has the first signal tell how many requests that may change something are in flight.
  package func whenSignalled(_ tell: @escaping @Sendable (_ changes: Int) -> Void) {
    state.withLock { $0.tell = tell }
  }

  /// Ends the run as a signal does, but leaves the first signal its meaning.
  package func expire() {
    let before = state.withLock { state in
      state.isExpired = true
      return state
    }
    before.stopScript?()
    for sleeper in before.sleepers.values { sleeper.cancel() }
  }

  /// Lets nothing new begin: the run has its reason to stop already.
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

  /// Has the run's end stop the script as well; one that begins after the signal is stopped at
  /// once.
  package func whenEnding(_ stopScript: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.stopScript = stopScript
      return state.signal != nil || state.isExpired
    }
    if isLate { stopScript() }
  }
}

/// A pause between two attempts ends with the signal, and so does the hope for a further attempt.
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

/// Starts no new effect once the run is to end, and counts each that ends as progress.
package struct StopGate: EffectHandler {
  let control: RunControl
  let next: any EffectHandler

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
