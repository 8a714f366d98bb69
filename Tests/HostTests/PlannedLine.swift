import Foundation
import TestSupport

/// A device's line in the `--json` output of a plan or a run.
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

  /// The devices' lines in the output of a plan or a run.
  static func all(in result: ScriptHost.Result) throws -> [PlannedLine] {
    try result.output.split(separator: "\n").filter { $0.hasPrefix(#"{"type":"device""#) }.map {
      try JSONDecoder().decode(Self.self, from: Data($0.utf8))
    }
  }

  /// Whether a run with this line did what the line of a plan said.
  func keeps(_ plan: PlannedLine) -> Bool {
    switch plan.action {
    case "create": status == "created"
    case "retry": status == "created" || status == "rejected"
    case "unchanged": status == "unchanged" && drift == nil
    case "drift": status == "unchanged" && drift == plan.drift
    // A run settles an unknown create, and may do so before its script asks for the device.
    case "unknown": ["unknown", "adopted", "quarantined", "unchanged"].contains(status)
    case "quarantined": status == "quarantined"
    case "import": status == "exists"
    case "refused": status == "rejected" && error == plan.error
    default: false
    }
  }
}
