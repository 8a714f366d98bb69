import Effects
import Foundation
import Ledger
import QubitroClient
import Settings
import Terminal

/// Which devices a person asks for, as the command line has it.
package struct DeviceFilter: Sendable {
  /// States of the ledger; none stands for all of them.
  package var statuses: [String] = []
  package var project: String?
  package var baseURL: String?
  /// A run that has changed the devices.
  package var run: String?
  /// The earliest time of the last change: `2h`, a time, or a day.
  package var since: String?
  /// A pattern for the key or the name, with `*` and `?`.
  package var name: String?
  package var limit: Int?
  /// The number of the row after which the list goes on.
  package var after: Int64?

  package init() {}

  /// The filter as the ledger takes it.
  ///
  /// Throws if the command line makes no sense (64, or 78 for a base URL).
  func query(now: Date) throws(HostError) -> DeviceQuery {
    if let limit, limit < 1 { throw HostError(.usage, "--limit takes a number from 1 on") }
    if let after, after < 0 { throw HostError(.usage, "--after takes the number of a row") }
    var query = DeviceQuery(after: after ?? 0)
    if !statuses.isEmpty {
      var states: Set<DeviceState> = []
      for status in statuses { states.insert(try Self.state(status)) }
      query.states = states
    }
    query.project = project
    query.baseURL = try baseURL.map { text throws(HostError) in
      try Configuration.baseURL(text).description
    }
    query.changedBy = run.map { RunID($0) }
    query.changedSince = try since.map { text throws(HostError) in
      try TimeArgument.earliest(text, for: "--since", now: now)
    }
    query.pattern = name.map { NamePattern($0) }
    return query
  }

  /// The command that goes on after a row.
  func next(_ command: NextCommand, after number: Int64) -> NextCommand {
    var command = command
    for status in statuses { command.add("--status", status) }
    command.add("--project", project)
    command.add("--base-url", baseURL)
    command.add("--run", run)
    command.add("--since", since)
    command.add("--name", name)
    command.add("--limit", limit.map { "\($0)" })
    command.add("--after", "\(number)")
    return command
  }

  private static func state(_ text: String) throws(HostError) -> DeviceState {
    if let state = DeviceState(rawValue: text) { return state }
    let hint = Suggestion.phrase(for: text, among: DeviceState.allCases.map(\.rawValue))
    throw HostError(.usage, "--status '\(TerminalSafe.line(text))' is none of the ledger's\(hint)")
  }
}
