import ArgumentParser
import Simulator

/// What goes wrong by itself, and how slowly the simulator answers.
struct BehaviourOptions: ParsableArguments {
  /// The share of creates that a fault strikes unless an option says otherwise.
  static let usualRate = 0.05

  @Flag(help: "Behave: no fault comes by itself.")
  var tame = false

  @Option(
    help: ArgumentHelp(
      "A fault that may come, instead of the usual ones; may be repeated.",
      valueName: "name[=weight]"))
  var fault: [WeightedFault] = []

  @Option(
    help: ArgumentHelp(
      "The share of requests that a fault strikes (default: \(Self.usualRate)).",
      valueName: "0.0...1.0"))
  var faultRate: Double?

  @Option(
    help: ArgumentHelp(
      "Creates a second, beyond which they are answered with 429.", valueName: "rate"))
  var rateLimit: Double?

  @Option(
    help: ArgumentHelp(
      "Milliseconds added to each answer, give or take a quarter.", valueName: "ms"))
  var latency = 0

  @Option(
    help: ArgumentHelp(
      "After how long a stalled request's connection is closed.", valueName: "seconds"))
  var stallLimit = 60.0

  @Option(help: ArgumentHelp("How long a dripping answer takes.", valueName: "seconds"))
  var dripTime = 30.0

  @Option(
    help: ArgumentHelp(
      "How many later requests miss a device whose visibility is delayed.", valueName: "requests"))
  var visibilityDelay = 3

  private var mix: FaultMix {
    guard !tame else { return .tame }
    guard !fault.isEmpty else { return FaultMix(rate: faultRate ?? Self.usualRate) }
    let weights = Dictionary(fault.map { ($0.fault, $0.weight) }, uniquingKeysWith: +)
    return FaultMix(rate: faultRate ?? Self.usualRate, weights: weights)
  }

  func validate() throws {
    guard !tame || (fault.isEmpty && faultRate == nil) else {
      throw ValidationError("--tame goes with neither --fault nor --fault-rate.")
    }
    guard (0...1).contains(faultRate ?? 0) else {
      throw ValidationError("--fault-rate takes a number from 0 to 1.")
    }
    guard rateLimit.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--rate-limit takes a number above 0.")
    }
    let durations = [Double(latency) / 1000, stallLimit, dripTime]
    guard durations.allSatisfy({ (0...86_400).contains($0) }) else {
      throw ValidationError("A duration is from 0 to a day.")
    }
    guard visibilityDelay >= 0 else {
      throw ValidationError("--visibility-delay takes a number from 0.")
    }
  }

  func apply(to settings: inout WorldSettings) {
    settings.faults = mix
    settings.rateLimit = rateLimit
    settings.latency = .milliseconds(latency)
    settings.stallLimit = .seconds(stallLimit)
    settings.dripTime = .seconds(dripTime)
    settings.visibilityDelay = visibilityDelay
  }

  /// Tells a person who did not ask for faults that they come; nil if none comes by itself.
  func warning(seed: UInt64) -> String? {
    guard mix.rate > 0 else { return nil }
    let share = (mix.rate * 1000).rounded() / 10
    let kind =
      mix.weights.contains { $0.key.target != .create && $0.value > 0 } ? "requests" : "creates"
    return "qubitro-sim: misbehaves on purpose, in about \(share) % of \(kind); "
      + "--seed \(seed) repeats it, --tame turns it off"
  }
}

/// A fault and how likely it is: `NAME`, which weighs 1, or `NAME=WEIGHT`.
struct WeightedFault: ExpressibleByArgument {
  var fault: Fault
  var weight: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard let fault = parts.first.flatMap({ Fault(rawValue: String($0)) }), parts.count <= 2 else {
      return nil
    }
    self.fault = fault
    guard parts.count == 2 else {
      weight = 1
      return
    }
    guard let weight = Double(parts[1]), weight >= 0, weight.isFinite else { return nil }
    self.weight = weight
  }
}
