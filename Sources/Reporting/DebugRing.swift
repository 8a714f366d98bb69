import Foundation
import Provisioning
import Terminal

/// The last records of a run, within bounds however long it goes on.
///
/// A record that repeats the one before it takes no further place.
struct DebugRing: Sendable {
  static let mostRecords = 200
  static let mostBytes = 64 << 10
  private static let longest = 500

  private struct Entry {
    var record: DebugRecord
    var count = 1
    var last: Date
    var durations: ClosedRange<Duration>?
  }

  private var entries: [Entry] = []
  private var bytes = 0

  mutating func add(_ record: DebugRecord) {
    var record = record
    record.text = TerminalSafe.short(TerminalSafe.line(record.text), to: Self.longest)
    let durations = record.duration.map { $0...$0 }
    if let last = entries.indices.last, entries[last].record.repeats(record) {
      entries[last].count += 1
      entries[last].last = record.at
      entries[last].durations = Self.union(entries[last].durations, durations)
      return
    }
    entries.append(Entry(record: record, last: record.at, durations: durations))
    bytes += record.text.utf8.count
    while entries.count > Self.mostRecords || bytes > Self.mostBytes {
      bytes -= entries.removeFirst().record.text.utf8.count
    }
  }

  /// The last records about these topics, a line each, without those that are routine.
  func lines(about topics: Set<RunTopic>, last count: Int) -> [String] {
    entries.filter { !$0.record.isRoutine && topics.contains($0.record.topic) }.suffix(count)
      .map(Self.line)
  }

  /// A record as it is shown when it comes.
  static func line(_ record: DebugRecord) -> String {
    line(Entry(record: record, last: record.at, durations: record.duration.map { $0...$0 }))
  }

  private static func line(_ entry: Entry) -> String {
    let record = entry.record
    var took = ""
    if let durations = entry.durations {
      let (least, most) = (
        DurationText.elapsed(durations.lowerBound), DurationText.elapsed(durations.upperBound)
      )
      took = least == most ? ", \(most)" : ", \(least) to \(most)"
    }
    let repeated =
      entry.count > 1 ? " (\(entry.count) times, until \(entry.last.formatted(.iso8601)))" : ""
    return "\(record.at.formatted(.iso8601)) \(record.topic.rawValue) "
      + "\(TerminalSafe.line(record.text))\(took)\(repeated)\n"
  }

  private static func union(_ one: ClosedRange<Duration>?, _ other: ClosedRange<Duration>?)
    -> ClosedRange<Duration>?
  {
    guard let one, let other else { return one ?? other }
    return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}

extension DebugRecord {
  fileprivate func repeats(_ other: DebugRecord) -> Bool {
    (topic, text, isRoutine) == (other.topic, other.text, other.isRoutine)
  }
}

/// A step of a run, for a developer who wants to know why the run failed.
///
/// It holds no body of a request and no secret.
struct DebugRecord: Hashable, Sendable {
  var topic: RunTopic
  /// On one line.
  var text: String
  /// How long it took; nil if that says nothing.
  var duration: Duration?
  /// Whether it is what happens when all is well; no failure report shows it.
  var isRoutine = false
  var at: Date
}
