/// What the user and the environment let a terminal be used for.
package struct TerminalCapabilities: Hashable, Sendable {
  /// Whether it may have colours: `NO_COLOR` (no-color.org), `--no-color` and `TERM=dumb` forbid them.
  package var isColored: Bool
  /// Whether a line may be written over.
  package var rewritesLines: Bool
  /// `COLUMNS`, for a terminal that does not say how wide it is.
  package var columns: Int?

  package init(withoutColor: Bool = false, environment: [String: String]) {
    let terminal = environment.nonEmpty("TERM")
    rewritesLines = terminal != nil && terminal != "dumb"
    isColored = rewritesLines && !withoutColor && environment.nonEmpty("NO_COLOR") == nil
    columns = environment.nonEmpty("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }
}

extension [String: String] {
  /// The value of a variable; an empty one counts as unset.
  package func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
