/// How a function is called: checked before it runs, and the source of its manual entry.
package struct Signature: Sendable {
  /// How a script passes the parameters.
  package enum Style: Sendable {
    /// `f(a, b)`
    case positional
    /// `f{ a = ..., b = ... }`
    case fields
  }

  /// What a wrong or missing argument means.
  ///
  /// An unknown field and a missing table always raise.
  package enum Fault: Sendable {
    /// The call is wrong: it raises.
    case raises
    /// One row of data is wrong: the call returns `nil, err` and the script goes on.
    case refuses
  }

  package var name: String
  /// One sentence for the manual.
  package var summary: String
  package var style: Style
  package var parameters: [Parameter]
  package var fault: Fault

  package init(
    _ name: String, _ summary: String, style: Style = .positional, parameters: [Parameter] = [],
    fault: Fault = .raises
  ) {
    self.name = name
    self.summary = summary
    self.style = style
    self.parameters = parameters
    self.fault = fault
  }
}
