import Foundation
import TestSupport

/// One run, and how it is ended.
struct SoakAct: Sendable, CustomStringConvertible {
  enum End: Hashable, Sendable {
    case byItself
    case signal(Int32)
    /// It is halted, another one is started, and then it is let go on, or killed.
    case halt(last: Int32)
    case powerFailure
  }

  /// Every way in which a run may end here: nothing is wrong with ledger, host or configuration.
  ///
  /// A negative one is the signal that ended it: a termination may come before anybody listens.
  static let expected: Set<Int32> = [0, 3, 69, 75, 77, 130, 143, -SIGKILL, -SIGTERM, -SIGINT]

  let script: SoakScript
  let options: [String]
  let end: End
  let delay: Duration
  let mishap: Mishap?

  init(_ script: SoakScript, _ options: [String], using generator: inout SeededGenerator) {
    self.script = script
    self.options = options
    end =
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<3: .byItself
      case 3..<11: .signal(SIGKILL)
      case 11: .signal(SIGTERM)
      case 12: .signal(SIGINT)
      case 13..<15: .halt(last: SIGCONT)
      case 15: .halt(last: SIGKILL)
      default: .powerFailure
      }
    // A run takes a third of a second or so; the first half of that is its start.
    delay = .milliseconds(Int.random(in: 60...500, using: &generator))
    let step = Int.random(in: 1...600, using: &generator)
    let seed = UInt64.random(in: 0..<1_000_000, using: &generator)
    mishap = end == .powerFailure ? .powerFailure(step, seed: seed) : nil
  }

  var description: String {
    let words = options.joined(separator: " ")
    let failure = mishap.map { " (\($0))" } ?? ""
    return "\(script.name) with \(words), \(end)\(failure), after \(delay)"
  }

  static func name(of signal: Int32) -> String {
    switch signal {
    case SIGKILL: "SIGKILL"
    case SIGTERM: "SIGTERM"
    case SIGINT: "SIGINT"
    default: "signal \(signal)"
    }
  }
}
