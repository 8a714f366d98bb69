import ArgumentParser
import Simulator

/// `NAME` or `NAME=WEIGHT`.
struct WeightedFault: ExpressibleByArgument {
  var fault: Fault
  var weight: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard let fault = parts.first.flatMap({ Fault(rawValue: String($0)) }), parts.count <= 2 else { return nil }
    self.fault = fault
    guard parts.count == 2 else {
      weight = 1
      return
    }
    guard let weight = Double(parts[1]), weight >= 0, weight.isFinite else { return nil }
    self.weight = weight
  }
}
