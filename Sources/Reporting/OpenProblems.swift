import Foundation
import Ledger
import Provisioning
import Settings

/// What stays as it is from run to run until somebody does something about it.
///
/// It is notified when it appears or changes, and once a day. A digest of each kind is kept, so
/// that it takes as little room for a million devices as for one.
struct OpenProblems {
  /// What kind of problem; the ledger stores it by its name.
  enum Kind: String, CaseIterable {
    case unknown, quarantined, exists, drift
  }

  /// How long a problem is not notified again: less than a day, by as much as the time of a daily
  /// run may vary.
  private static let reminder: TimeInterval = 23 * 3600

  private var digests: [Kind: (count: Int, hash: UInt64)] = [:]

  mutating func add(_ result: DeviceResult) {
    guard let kind = Kind(result) else { return }
    let text = [
      result.project, result.key, result.name, result.drift.joined(separator: ","),
      result.needsPerson ? "ask" : nil,
    ]
    var digest = digests[kind] ?? (0, 0)
    digest.count += 1
    // Addition, since runs meet their devices in any order.
    digest.hash &+= StableHash(of: text.map { $0 ?? "" }.joined(separator: "\0")).value
    digests[kind] = digest
  }

  func count(_ kind: Kind) -> Int { digests[kind]?.count ?? 0 }

  /// The kinds that are to be notified, given what was notified last.
  func due(after notified: [String: Notified], now: Date) -> Set<Kind> {
    Set(
      digests.keys.filter { kind in
        guard let last = notified[kind.rawValue] else { return true }
        // A clock that was set back must not silence a problem for longer.
        return last.digest != digest(kind) || abs(now.timeIntervalSince(last.at)) >= Self.reminder
      })
  }

  /// What has been notified once the kinds that are due are.
  func notified(after notified: [String: Notified], now: Date) -> [String: Notified] {
    let due = due(after: notified, now: now)
    return digests.keys.reduce(into: [:]) { next, kind in
      next[kind.rawValue] =
        due.contains(kind) ? Notified(digest: digest(kind), at: now) : notified[kind.rawValue]
    }
  }

  private func digest(_ kind: Kind) -> String {
    digests[kind].map { "\($0.count)-\(String($0.hash, radix: 16))" } ?? ""
  }
}

extension OpenProblems.Kind {
  /// Nil for a result that is no open problem.
  init?(_ result: DeviceResult) {
    switch result.status {
    case .quarantined where result.isAccepted: return nil
    case .unknown: self = .unknown
    case .quarantined: self = .quarantined
    case .exists: self = .exists
    case .unchanged where !result.drift.isEmpty: self = .drift
    case .created, .adopted, .planned, .unchanged, .rejected: return nil
    }
  }
}
