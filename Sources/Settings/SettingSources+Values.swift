import Effects
package import QubitroClient
package import Terminal

/// Reads settings as values of their types.
///
/// A value that cannot be read is an error that names its place: 64 for a flag, 78 elsewhere.
extension SettingSources {
  /// The text of a setting; nil if no source has one.
  package func text(_ setting: Setting) -> String? { self[setting]?.text }

  func duration(_ setting: Setting) throws(HostError) -> Duration? {
    try read(setting) { text, name throws(HostError) in try UnitParsing.duration(text, for: name) }
  }

  /// A size in bytes.
  func size(_ setting: Setting, atLeast least: Int) throws(HostError) -> Int? {
    try read(setting) { text, name throws(HostError) in
      try UnitParsing.size(text, for: name, atLeast: least)
    }
  }

  /// A whole number in this range; the error uses `what`, the things that it counts.
  func count(_ setting: Setting, of what: String, in range: ClosedRange<Int>) throws(HostError)
    -> Int?
  {
    try read(setting) { text, name throws(HostError) in
      guard let count = Int(text), range.contains(count) else {
        let limit =
          range.upperBound == .max
          ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
        throw HostError(
          .usage, "\(name) '\(TerminalSafe.line(text))' is no number of \(what), \(limit)")
      }
      return count
    }
  }

  /// The creates per second.
  func rate() throws(HostError) -> Double? {
    try read(.rate) { text, name throws(HostError) in
      if let rate = Double(text), rate > 0, rate <= 10_000 { return rate }
      throw HostError(
        .usage,
        "\(name) '\(TerminalSafe.line(text))' is no number of creates per second, "
          + "more than 0 and at most 10000"
      )
    }
  }

  /// The API's address: the given one, or the published one.
  package func baseURL() throws(HostError) -> BaseURL {
    try read(.baseURL) { text, _ throws(HostError) in try Configuration.baseURL(text) }
      ?? .published
  }

  func isOn(_ setting: Setting) throws(HostError) -> Bool {
    try read(setting) { text, name throws(HostError) in
      switch text.lowercased() {
      case "true", "yes", "on", "1": return true
      case "false", "no", "off", "0": return false
      default:
        throw HostError(.usage, "\(name) '\(TerminalSafe.line(text))' is neither true nor false")
      }
    } ?? false
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ setting: Setting, _ standard: Choice
  ) throws(HostError) -> Choice {
    try read(setting) { text, name throws(HostError) in
      if let choice = Choice(rawValue: text) { return choice }
      let known = Choice.allCases.map(\.rawValue)
      let nearest = Suggestion.nearest(to: text, among: known)
      throw HostError(
        .usage,
        "\(name) '\(TerminalSafe.line(text))' is none of \(known.joined(separator: ", "))"
          + (nearest.map { " (did you mean '\($0)'?)" } ?? ""))
    } ?? standard
  }

  /// Parses a setting's text; an error of usage gets the status of the place of the text.
  func read<Value>(
    _ setting: Setting, _ parse: (_ text: String, _ name: String) throws(HostError) -> Value
  ) throws(HostError) -> Value? {
    guard let value = self[setting] else { return nil }
    do throws(HostError) {
      return try parse(value.text, name(of: setting, value.origin))
    } catch {
      throw HostError(
        error.status == .usage ? value.origin.status : error.status, error.description)
    }
  }

  private func name(of setting: Setting, _ origin: SettingValue.Origin) -> String {
    if case .file = origin { return "\(origin.place): \(setting.rawValue)" }
    return origin.place
  }
}
