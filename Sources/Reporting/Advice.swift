import Effects
import LuaRuntime
import Provisioning
import QubitroClient
import Settings
import Terminal

/// What a person may do after a run that did not go well: whether it may be run again, and what to
/// type next.
struct Advice: Hashable, Sendable {
  /// What the commands to type need to know of the run.
  struct Context: Sendable {
    var ledger: String
    var run: String
    var script: String?
    var project: String?
    var baseURL: String
    var arguments: [String: String] = [:]

    init(_ configuration: Configuration, run: String) {
      ledger = configuration.ledger.path
      self.run = run
      script = configuration.script?.path
      project = configuration.project
      baseURL = configuration.baseURL.description
      arguments = configuration.arguments
    }

    init(ledger: String, run: String) {
      (self.ledger, self.run) = (ledger, run)
      baseURL = BaseURL.published.description
    }
  }

  /// To follow "safe to run again: ".
  let safety: String
  /// To follow "next: ".
  let next: String

  /// Nil if all is well.
  init?(_ runResult: RunResult, in context: Context) {
    if [.converged, .changed].contains(runResult.exitStatus) { return nil }
    safety =
      runResult.exitStatus == .usage ? "yes, nothing was sent" : "yes, \(Self.reason(runResult))"
    next = Self.next(runResult, context)
  }

  private static func reason(_ runResult: RunResult) -> String {
    if runResult.mode == .plan { return "a plan changes nothing" }
    if case .ledger? = runResult.stop { return "nothing is sent before its intent is on the disk" }
    if runResult.count(.unknown) > 0 {
      return "what may have been made is looked for before anything is sent again"
    }
    return "what was made is in the ledger, and is not made twice"
  }

  private static func next(_ runResult: RunResult, _ context: Context) -> String {
    switch runResult.exitStatus {
    case .converged, .changed: ""
    case .failed: failed(runResult, context)
    case .attention: attention(runResult, context)
    case .usage, .noInput: "see what it takes: \(context.command("check", context.script))"
    case .dataError:
      "mend the script, or raise \(runResult.scriptFailure?.limit?.rawValue ?? "the limit"); "
        + "then run it again"
    case .unavailable: "nothing, the next run goes on" + record(runResult, context)
    case .tryLater: tryLater(runResult, context)
    case .internalError: "tell us, with this report" + record(runResult, context)
    case .ioError: "see whether the ledger is sound: \(context.inLedger("ledger verify"))"
    case .noPermission, .configuration: "see what a run would use: \(context.setting("doctor"))"
    case .interrupted, .terminated: "run it again to go on" + record(runResult, context)
    }
  }

  /// Says how to see in the ledger what the run did; empty if the ledger has no record of it.
  private static func record(_ runResult: RunResult, _ context: Context) -> String {
    runResult.isRecorded ? "; what this one did: \(context.inLedger("runs show", context.run))" : ""
  }

  private static func failed(_ runResult: RunResult, _ context: Context) -> String {
    let plan = context.plan(concealing: runResult.secretArguments)
    if runResult.scriptFailure?.kind == .script {
      return "mend the script, and see what it would do: \(plan)"
    }
    if case .createLimit? = runResult.stop {
      return "run it again to go on from here, or raise --max-creates"
    }
    if runResult.stop != nil {
      return "run it again once that is done" + record(runResult, context)
    }
    return "correct the rows, and see what would be made: \(plan)"
  }

  private static func attention(_ runResult: RunResult, _ context: Context) -> String {
    let isInLedger =
      runResult.count(.quarantined) > runResult.acceptedCount || runResult.needingPerson > 0
    guard !isInLedger else { return context.inLedger("unknown list") }
    return "see what could be taken over: \(context.setting("import"))"
  }

  private static func tryLater(_ runResult: RunResult, _ context: Context) -> String {
    guard runResult.stop == nil || runResult.count(.unknown) > 0 else {
      return "nothing, the next run goes on" + record(runResult, context)
    }
    return "nothing, the next run looks for it; meanwhile: \(context.inLedger("unknown list"))"
  }
}

extension Advice.Context {
  /// A command about this ledger.
  func inLedger(
    _ verb: String, _ object: String? = nil, _ fill: (inout NextCommand) -> Void = { _ in }
  ) -> String {
    var command = NextCommand(verb, object)
    command.add("--ledger", ledger)
    fill(&command)
    return "\(command)"
  }

  func command(_ verb: String, _ object: String?) -> String {
    "\(NextCommand(verb, object))"
  }

  /// A command that needs what a run needs, except the key: the user knows where that is.
  func setting(_ verb: String) -> String {
    inLedger(verb) { command in
      command.add("--project", project)
      if baseURL != BaseURL.published.description { command.add("--base-url", baseURL) }
    }
  }

  /// A plan of the same script, in which no secret argument is spelled out; nil conceals them all.
  func plan(concealing secrets: Set<String>?) -> String {
    var words = NextCommand("plan", script)
    for (name, value) in arguments.sorted(by: { $0.key < $1.key }) {
      words.add(word: "\(name)=\(secrets?.contains(name) == false ? value : "...")")
    }
    words.add("--ledger", ledger)
    words.add("--project", project)
    if baseURL != BaseURL.published.description { words.add("--base-url", baseURL) }
    return "\(words)"
  }
}

extension DeviceResult {
  /// What to do about it; nil if nothing is to be done.
  var next: String? {
    switch (status, failure?.kind) {
    case (.created, _), (.adopted, _), (.planned, _), (.unchanged, _): nil
    case (.quarantined, _) where isAccepted: nil
    case (_, .duplicateKey): "give each device its own key or name"
    case (_, .unavailable): "run again later; nothing was created"
    case (_, .keyRefused), (_, .configuration):
      "correct the key, the project or the base URL and run again"
    case (.rejected, _): "correct the row and run again; nothing was created"
    case (.exists, _):
      "qubitro-host import takes it over (a plan first); "
        + "else give the device another name; nothing was created"
    case (.unknown, _) where needsPerson:
      "look in project \(project ?? "") for a device named '\(name ?? "")'; "
        + "no run can tell which it is; then: \(resolve("--created ID, or --absent"))"
    case (.unknown, _):
      "nothing now: the next run looks for it in project \(project ?? ""), "
        + "and sends it again only if it is not there"
    case (.quarantined, _):
      "its token is not in the ledger; have it made again with "
        + "\(resolve("--replace --allow-delete")), or do without with --accept"
    }
  }

  /// What a person types to clear it up.
  private func resolve(_ how: String) -> String {
    "\(NextCommand("unknown resolve", key ?? name ?? "")) \(how)"
  }
}
