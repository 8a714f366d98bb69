import Terminal

/// What the doctor says of one thing.
struct DoctorFinding: Sendable {
  /// How well it is.
  enum Severity: String, Sendable {
    case ok
    /// It works, and could be better.
    case warning
    /// A run would fail.
    case fault
  }

  /// The thing, in a word or two.
  var subject: String
  var severity: Severity
  /// What it is, and what to do where it is not well.
  var text: String

  init(_ subject: String, _ severity: Severity, _ text: String) {
    self.subject = subject
    self.severity = severity
    self.text = text
  }

  /// The text of what could be found out, or the error as a fault.
  init(_ subject: String, of find: () throws(HostError) -> DoctorFinding) {
    do throws(HostError) {
      self = try find()
    } catch {
      self.init(subject, .fault, error.description)
    }
  }

  var line: String {
    let mark = "\(severity)".padding(to: 8)
    return "\(mark) \(subject.padding(to: 12)) \(text)\n"
  }

  var json: String {
    var line = JSONLine(type: "finding")
    line.add("subject", subject)
    line.add("severity", severity.rawValue)
    line.add("text", text)
    return line.line
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
