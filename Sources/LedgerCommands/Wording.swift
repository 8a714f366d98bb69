import Effects
import Foundation
import Ledger
import LedgerAccess
import Terminal

/// What several of these commands print in the same way.
enum Wording {
  /// A line for each field: its name, in a column of `width`, and its text.
  ///
  /// A field without a text is left out.
  static func fields(_ fields: [(name: String, text: String?)], width: Int) -> String {
    fields.map { name, text in
      guard let text else { return "" }
      return name.padded(to: width) + TerminalSafe.line(text) + "\n"
    }.joined()
  }

  /// A time in UTC, to the second.
  static func time(_ date: Date) -> String {
    RFC3339.text(date).prefix(19) + "Z"
  }

  /// ` (did you mean 'NAME'?)` to follow a message; empty if no known name is near.
  static func hint(for typed: String, among known: [String]) -> String {
    Suggestion.nearest(to: typed, among: known).map {
      " (did you mean '\(TerminalSafe.line($0))'?)"
    } ?? ""
  }

  /// The line for standard error if a list is empty: `why`, unless there is no ledger at all.
  static func emptyList(of reader: LedgerReader, _ why: String) -> String {
    let why = reader.store == nil ? "there is no ledger yet" : why
    return "qubitro-host: \(why) (ledger \(TerminalSafe.line(reader.path)))\n"
  }
}

extension HostError {
  /// The error of a command that has nothing to do without a ledger (66).
  static func noLedger(at path: String) -> HostError {
    HostError(.noInput, "there is no ledger at \(path) yet")
  }
}
