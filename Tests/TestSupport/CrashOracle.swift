import Foundation
package import Ledger
import LedgerSQLite
package import QubitroModel

/// What has to be true of a ledger and its project at any moment at which no run goes on, however
/// the last one ended.
package enum CrashOracle {
  /// One sentence for each promise that does not hold.
  ///
  /// `devices` are those that the ledger has to know, `output` is what the last run wrote with
  /// `--json`, and `scratch` takes a copy to look at.
  package static func violations(
    of path: String, in scope: Scope, devices: [ModelDevice], after output: String,
    scratch: TemporaryDirectory
  ) async throws -> [String] {
    var found = LedgerCheck.isLockFree(path) ? [] : ["the lock is not free"]
    let told = told(by: output)
    let isNothingMade = devices.isEmpty && told.isEmpty
    guard FileManager.default.fileExists(atPath: path) else {
      return found + (isNothingMade ? [] : ["there is no ledger"])
    }
    let copy = try LedgerCheck.copy(path, into: scratch)
    defer {
      try? FileManager.default.removeItem(at: URL(filePath: copy).deletingLastPathComponent())
    }
    found += try LedgerCheck.faults(in: copy)
    guard let ledger = try SQLiteLedger(reading: copy) else {
      return found + (isNothingMade ? [] : ["the ledger is empty"])
    }
    found += try await Oracle.violations(devices: devices, ledger: ledger)
    for line in told {
      guard let key = line.key,
        try await ledger.device(DeviceKey(key, in: scope))?.deviceID == line.id
      else {
        found.append("'\(line.key ?? "")' was told to exist, and the ledger has forgotten it")
        continue
      }
    }
    return found
  }

  private struct Line: Decodable {
    var type: String
    var key: String?
    var status: String?
    var id: String?
  }

  /// The devices that standard output called the ledger's own: what was told must survive the loss
  /// of power.
  private static func told(by output: String) -> [Line] {
    output.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    .filter { $0.type == "device" && ["created", "adopted", "unchanged"].contains($0.status) }
  }
}
