import LuaRuntime
import Provisioning
import QubitroClient
import Settings
import Terminal

/// What a person may do after a run that did not go well: whether it may be run again, and what to type next.
struct Advice: Hashable, Sendable {
  /// Where it happened, as commands need it.
  struct Place: Sendable {
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

  /// Nil where all is well.
  init?(_ conclusion: Conclusion, at place: Place) {
    if [.converged, .changed].contains(conclusion.exitStatus) { return nil }
    safety = conclusion.exitStatus == .usage ? "yes, nothing was sent" : "yes, \(Self.reason(conclusion))"
    next = Self.next(conclusion, place)
  }

  private static func reason(_ conclusion: Conclusion) -> String {
    if conclusion.mode == .plan { return "a plan changes nothing" }
    if case .ledger? = conclusion.stop { return "nothing is sent before its intent is on the disk" }
    if conclusion.count(.unknown) > 0 { return "what may have been made is looked for before anything is sent again" }
    return "what was made is in the ledger, and is not made twice"
  }

  private static func next(_ conclusion: Conclusion, _ place: Place) -> String {
    switch conclusion.exitStatus {
    case .converged, .changed: ""
    case .failed: failed(conclusion, place)
    case .attention: attention(conclusion, place)
    case .usage, .noInput: "see what it takes: \(place.command("check", place.script))"
    case .dataError: "mend the script, or raise \(conclusion.scriptFailure?.limit?.rawValue ?? "the limit"); then run it again"
    case .unavailable: "nothing, the next run goes on" + record(conclusion, place)
    case .tryLater: tryLater(conclusion, place)
    case .internalError: "tell us, with this report" + record(conclusion, place)
    case .ioError: "see whether the ledger is sound: \(place.inLedger("ledger verify"))"
    case .noPermission, .configuration: "see what a run would use: \(place.setting("doctor"))"
    case .interrupted, .terminated: "run it again to go on" + record(conclusion, place)
    }
  }

  /// Where the ledger has what the run did, if it came so far.
  private static func record(_ conclusion: Conclusion, _ place: Place) -> String {
    conclusion.isRecorded ? "; what this one did: \(place.inLedger("runs show", place.run))" : ""
  }

  private static func failed(_ conclusion: Conclusion, _ place: Place) -> String {
    let plan = place.plan(concealing: conclusion.secretArguments)
    if conclusion.scriptFailure?.kind == .script { return "mend the script, and see what it would do: \(plan)" }
    if case .createLimit? = conclusion.stop { return "run it again to go on from here, or raise --max-creates" }
    if conclusion.stop != nil { return "run it again once that is done" + record(conclusion, place) }
    return "correct the rows, and see what would be made: \(plan)"
  }

  private static func attention(_ conclusion: Conclusion, _ place: Place) -> String {
    let isInLedger = conclusion.count(.quarantined) > conclusion.acceptedCount || conclusion.needingPerson > 0
    guard !isInLedger else { return place.inLedger("unknown list") }
    return "see what could be taken over: \(place.setting("import"))"
  }

  private static func tryLater(_ conclusion: Conclusion, _ place: Place) -> String {
    guard conclusion.stop == nil || conclusion.count(.unknown) > 0 else {
      return "nothing, the next run goes on" + record(conclusion, place)
    }
    return "nothing, the next run looks for it; meanwhile: \(place.inLedger("unknown list"))"
  }
}

extension Advice.Place {
  /// A command about this ledger.
  func inLedger(_ verb: String, _ object: String? = nil, _ fill: (inout NextCommand) -> Void = { _ in }) -> String {
    var command = NextCommand(verb, object)
    command.add("--ledger", ledger)
    fill(&command)
    return "\(command)"
  }

  func command(_ verb: String, _ object: String?) -> String {
    "\(NextCommand(verb, object))"
  }

  /// A command that needs what a run needs; where the key is, the user knows.
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
