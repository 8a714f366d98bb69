import Provisioning
import Terminal

/// Colours a few words of a finished text: what a device came to, and why a run stopped.
///
/// It colours only words of ours, and only after secrets are masked and control characters are
/// escaped. So no colour hides a secret, and nobody can forge one.
struct ReportStyle: Hashable, Sendable {
  static let plain = ReportStyle(isColored: false)

  private enum Ink: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  let isColored: Bool

  /// A stream's style: only a terminal's may have colours.
  init(isTerminal: Bool, _ display: TerminalCapabilities) {
    isColored = isTerminal && display.isColored
  }

  private init(isColored: Bool) {
    self.isColored = isColored
  }

  /// The text, line by line, with its words coloured.
  func painted(_ text: String) -> String {
    guard isColored else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.line($0) }
      .joined(separator: "\n")
  }

  private static func line(_ line: Substring) -> String {
    for phrase in ["stopped by", "stopped:", "script failed:"] where line.hasPrefix(phrase) {
      return ink(phrase, .red) + line.dropFirst(phrase.count)
    }
    if line.hasPrefix("qubitro-host: "), let colon = line.lastIndex(of: ":") {
      return line[...colon] + counts(line[line.index(after: colon)...])
    }
    let indent = line.prefix { $0 == " " }
    let rest = line.dropFirst(indent.count)
    let word = rest.prefix { $0 != " " && $0 != ":" }
    let tail = rest.dropFirst(word.count)
    guard indent.count <= 2, let status = DeviceResult.Status(rawValue: String(word)) else {
      guard indent.isEmpty, let action = PlanAction(rawValue: String(word)), tail.first == " "
      else { return String(line) }
      return ink(String(word), ink(of: action)) + tail
    }
    if tail.dropFirst().first?.isNumber == true, tail.first == " " { return indent + counts(rest) }
    return indent + ink(String(word), ink(of: status)) + tail
  }

  /// `created 2, rejected 1; ...` with each count in its colour.
  private static func counts(_ text: Substring) -> String {
    let end = text.firstIndex(of: ";") ?? text.endIndex
    let parts = text[..<end].split(separator: ",", omittingEmptySubsequences: false).map { part in
      let words = part.split(separator: " ")
      guard words.count >= 2, let status = DeviceResult.Status(rawValue: String(words[0])) else {
        return String(part)
      }
      return part.prefix { $0 == " " } + ink(part.trimmingPrefix { $0 == " " }, ink(of: status))
    }
    return parts.joined(separator: ",") + text[end...]
  }

  private static func ink(of status: DeviceResult.Status) -> Ink? {
    switch status {
    case .created, .adopted, .planned: .green
    case .unchanged: nil
    case .exists, .unknown, .quarantined: .yellow
    case .rejected: .red
    }
  }

  private static func ink(of action: PlanAction) -> Ink? {
    switch action {
    case .create, .retry: .green
    case .unchanged: nil
    case .drift, .unknown, .quarantined, .import: .yellow
    case .refused: .red
    }
  }

  private static func ink(_ text: some StringProtocol, _ ink: Ink?) -> String {
    ink.map { "\u{1B}[\($0.rawValue)m\(text)\u{1B}[0m" } ?? String(text)
  }
}
