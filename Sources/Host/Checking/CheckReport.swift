import Effects
import LuaRuntime
import Terminal

/// What `check` reports about one script, as text and as JSON.
struct CheckReport: Sendable {
  var path: String
  /// Why the script could not be read.
  private var unreadable: HostError?
  /// The declared parameters, in the order of their names; nil if the script declares none.
  var parameters: [ScriptParameter]?
  /// False if the script calls `params`, but not before its first effect.
  var reachesParameters = true
  var problems: [ScriptCheck.Problem]

  init(path: String, problems: [ScriptCheck.Problem]) {
    self.path = path
    self.problems = problems
  }

  init(path: String, unreadable error: HostError) {
    self.init(path: path, problems: [.init(path, error.description)])
    unreadable = error
  }

  var status: ExitStatus {
    unreadable?.status ?? (problems.isEmpty ? .converged : .failed)
  }

  /// The arguments that the script takes: one line for the script, and one for each parameter.
  var text: String {
    if unreadable != nil { return "" }
    guard let parameters else {
      if reachesParameters { return problems.isEmpty ? "\(path): takes any arguments\n" : "" }
      return "\(path): its params were not reached\n"
    }
    guard !parameters.isEmpty else { return "\(path): takes no arguments\n" }
    let width = parameters.map(\.name.count).max() ?? 0
    let lines = parameters.map { parameter in
      let padding = String(repeating: " ", count: width - parameter.name.count)
      return
        "  \(parameter.name)\(padding)  \(parameter.summary)"
        + (parameter.help.map { "; \($0)" } ?? "") + "\n"
    }
    return "\(path) takes\n\(lines.joined())"
  }

  /// One line for each problem.
  var problemLines: String {
    problems.map { unreadable == nil ? "\($0.location): \($0.message)\n" : "\($0.message)\n" }
      .joined()
  }

  /// The script's line of JSON.
  var json: String {
    var line = JSONLine(type: "script")
    line.add("path", path)
    line.add("ok", problems.isEmpty)
    if let parameters { line.add("parameters", parameters, Self.fill) }
    line.add("problems", problems) { entry, problem in
      entry.add("where", problem.location)
      entry.add("message", problem.message)
    }
    return line.line
  }

  /// The last line of JSON.
  static func summary(of reports: [CheckReport], _ status: ExitStatus) -> String {
    var line = JSONLine(type: "summary")
    line.add("schema", 1)
    line.add("scripts", reports.count)
    line.add("problems", reports.map(\.problems.count).reduce(0, +))
    line.add("exit_status", Int(status.rawValue))
    return line.line
  }

  private static func fill(_ entry: inout JSONLine, _ parameter: ScriptParameter) {
    entry.add("name", parameter.name)
    entry.add("type", parameter.kind.name)
    if case .list(let kind) = parameter.kind { entry.add("of", kind.name) }
    if let choices = parameter.choices { entry.add("values", .array(choices.map(Value.text))) }
    entry.add("required", parameter.isRequired)
    entry.add("default", parameter.fallback)
    entry.add("min", parameter.minimum)
    entry.add("max", parameter.maximum)
    entry.add("pattern", parameter.pattern)
    entry.add("secret", parameter.isSecret)
    entry.add("help", parameter.help)
  }
}

extension ScriptParameter {
  fileprivate var choices: [String]? {
    switch kind {
    case .enumeration(let choices), .list(of: .enumeration(let choices)): choices
    default: nil
    }
  }

  /// The parameter's type and limits, such as `integer from 1 to 500, default 10`.
  fileprivate var summary: String {
    var type = kind.name
    if case .list(let kind) = kind { type = "list of \(kind.name)s" }
    if let choices { type += " (\(choices.joined(separator: ", ")))" }
    var parts = [type + rangePhrase]
    if let pattern { parts.append("matching '\(pattern)'") }
    if isRequired { parts.append("required") }
    if let fallback { parts.append("default \(fallback)") }
    if isSecret { parts.append("secret") }
    return parts.joined(separator: ", ")
  }
}
