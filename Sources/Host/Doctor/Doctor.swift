import Effects
import Foundation
import Ledger
import LedgerAccess
import LuaRuntime
import QubitroClient
package import Settings
package import Terminal

/// Examines what a run would need on this machine, and changes nothing.
package struct Doctor: Sendable {
  private let settings: GivenSettings
  private let environment: [String: String]
  private let libraryCheck: LuaLibraryCheck
  private let console: any Console

  package init(
    _ settings: GivenSettings, environment: [String: String], program: String = "/proc/self/exe",
    console: any Console
  ) {
    self.settings = settings
    self.environment = environment
    // It remembers no verdict, since the user may doubt an earlier one.
    libraryCheck = LuaLibraryCheck(program: program, rememberedIn: nil)
    self.console = console
  }

  /// Writes a line for each finding, and returns `configuration` if a run would fail.
  package func execute() async -> ExitStatus {
    let sources: SettingSources
    do throws(HostError) {
      sources = try SettingSources(settings, environment: environment)
    } catch {
      return write([await library(), DoctorFinding("configuration", .fault, error.description)])
    }
    return write([
      await library(), configuration(sources), ledger(sources), key(sources), address(sources),
      project(sources),
    ])
  }

  private func write(_ findings: [DoctorFinding]) -> ExitStatus {
    for finding in findings {
      console.writeOutput(settings.isJSON ? finding.json : TerminalSafe.escaped(finding.line))
    }
    return findings.contains { $0.severity == .fault } ? .configuration : .converged
  }

  private func library() async -> DoctorFinding {
    guard let library = LuaLibrary.linked() else {
      return DoctorFinding("Lua", .warning, "its library file cannot be found, so it was not tried")
    }
    let name = "\(library.version), \(library.path)"
    return switch await libraryCheck.verdict(on: library, mayRemember: false) {
    case .sound: DoctorFinding("Lua", .ok, name)
    case .needsRoom:
      DoctorFinding(
        "Lua", .warning,
        "\(name): joins strings wrongly when a __concat calls deeply, which runs make up for at "
          + "16 KB a coroutine; Lua 5.4.5 does not"
      )
    case .unfit: DoctorFinding("Lua", .fault, "\(name): \(LuaLibraryVerdict.unfitness)")
    case nil:
      DoctorFinding(
        "Lua", .warning, "\(name): could not be tried, since no process could be started")
    }
  }

  /// Warns of a variable that this version does not read: it is a mistake, or for another version.
  private func configuration(_ sources: SettingSources) -> DoctorFinding {
    let unread = environment.keys.filter {
      $0.hasPrefix("QUBITRO_") && !Setting.variables.contains($0)
    }.sorted()
    if let name = unread.first {
      return DoctorFinding(
        "configuration", .warning,
        "nothing reads \(TerminalSafe.line(name))"
          + Suggestion.phrase(for: name, among: Setting.variables)
      )
    }
    return DoctorFinding("configuration") { () throws(HostError) in
      _ = try Configuration(settings, sources, environment)
      let files = sources.files.map(\.path).joined(separator: ", ")
      return DoctorFinding("configuration", .ok, files.isEmpty ? "no file" : files)
    }
  }

  private func ledger(_ sources: SettingSources) -> DoctorFinding {
    DoctorFinding("ledger") { () throws(HostError) in
      let path = try LedgerLocation(sources, environment: environment).path
      return try LedgerReader(path).store != nil
        ? DoctorFinding("ledger", .ok, path) : Self.place(of: path)
    }
  }

  /// Whether a ledger that does not exist yet can be made at its path.
  private static func place(of path: String) -> DoctorFinding {
    var folder = URL(filePath: path).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    guard FileManager.default.isWritableFile(atPath: folder.path) else {
      return DoctorFinding(
        "ledger", .fault,
        "\(path) cannot be made: \(folder.path) is not writable; pass --ledger FILE")
    }
    return DoctorFinding("ledger", .ok, "\(path), which the first run makes")
  }

  private func key(_ sources: SettingSources) -> DoctorFinding {
    DoctorFinding("API key") { () throws(HostError) in
      guard let source = try APIKeySource.named(in: sources, environment: environment) else {
        throw APIKeySource.missing
      }
      if case .standardInput = source {
        return DoctorFinding("API key", .ok, "from standard input, which was not read")
      }
      _ = try source.read()
      guard case .variable = source else {
        return DoctorFinding("API key", .ok, "from \(source.place)")
      }
      return DoctorFinding(
        "API key", .warning,
        "from QUBITRO_API_KEY, which others may come to see; set QUBITRO_API_KEY_FILE to a file of "
          + "mode 0600 instead"
      )
    }
  }

  private func address(_ sources: SettingSources) -> DoctorFinding {
    DoctorFinding("API") { () throws(HostError) in
      DoctorFinding("API", .ok, try sources.baseURL().description)
    }
  }

  private func project(_ sources: SettingSources) -> DoctorFinding {
    if let project = sources.text(.project) { return DoctorFinding("project", .ok, project) }
    return DoctorFinding(
      "project", .warning,
      "none: scripts have to name one for each device; pass --project ID or set QUBITRO_PROJECT_ID")
  }
}

/// What the doctor reports about one subject.
struct DoctorFinding: Sendable {
  /// How bad a finding is.
  enum Severity: String, Sendable {
    case ok
    /// A run works, but something could be better.
    case warning
    /// A run would fail.
    case fault
  }

  /// The subject in a word or two.
  var subject: String
  var severity: Severity
  /// What was found, and what to do about it if it is not well.
  var text: String

  init(_ subject: String, _ severity: Severity, _ text: String) {
    self.subject = subject
    self.severity = severity
    self.text = text
  }

  /// The finding that `find` returns; what it throws is a fault.
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
