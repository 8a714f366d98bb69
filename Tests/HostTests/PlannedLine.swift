import Foundation
import TestSupport

/// A device's line of `--json`, of a plan or a run.
struct PlannedLine: Decodable, Hashable {
  struct Failure: Decodable, Hashable {
    var kind: String
  }

  var key: String?
  var status: String?
  var action: String?
  var drift: [String]?
  var predictable: Bool?
  var error: Failure?

  /// Those of all that was written.
  static func all(in result: ScriptHost.Result) throws -> [PlannedLine] {
    try result.output.split(separator: "\n").filter { $0.hasPrefix(#"{"type":"device""#) }.map {
      try JSONDecoder().decode(Self.self, from: Data($0.utf8))
    }
  }

  /// Whether a run that says this of the key did what a plan had said of it.
  func keeps(_ plan: PlannedLine) -> Bool {
    switch plan.action {
    case "create": status == "created"
    case "retry": status == "created" || status == "rejected"
    case "unchanged": status == "unchanged" && drift == nil
    case "drift": status == "unchanged" && drift == plan.drift
    // What a plan cannot look for, a run settles, and it may do so before its script asks.
    case "unknown": ["unknown", "adopted", "quarantined", "unchanged"].contains(status)
    case "quarantined": status == "quarantined"
    case "import": status == "exists"
    case "refused": status == "rejected" && error == plan.error
    default: false
    }
  }
}
