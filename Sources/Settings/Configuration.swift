package import Ledger
package import LuaRuntime
package import QubitroClient
package import Terminal

/// Everything a run needs to know, checked.
package struct Configuration: Sendable {
  /// How long a holder of the ledger may go without progress when nobody says.
  package static let usualStuckAfter = Duration.seconds(3600)

  package var mode: RunMode
  /// Nil where the mode runs none.
  package var script: ScriptFile?
  package var arguments: [String: String]
  /// The folders in which modules are looked for, in order.
  package var moduleRoots: [ModuleRoot]
  /// Nil when only the script names projects.
  package var project: String?
  package var baseURL: BaseURL
  /// Nil in a plan that was given none.
  package var key: APIKey?
  package var ledger: LedgerLocation
  package var limits: Limits
  /// How long the run may take; nil leaves it to the terminal: an hour where there is none.
  package var maxDuration: Duration?
  package var rate: Double?
  package var concurrency: Int
  package var transport: TransportSettings
  package var transportLimits: HTTPTransport.Limits
  package var mayDelete: Bool
  package var settling: SettlingRules
  package var markerPlacement: MarkerPlacement
  package var withoutList: Bool
  /// How many creates may be sent; nil for any number.
  package var maxCreates: Int?
  package var overlap: Overlap
  /// How long another run may hold the ledger without progress before that is an error.
  package var stuckAfter: Duration
  /// The range over which starts are spread that nobody watches; zero starts at once.
  package var jitter: Duration
  package var report: ReportPolicy
  package var display: TerminalCapabilities
  /// Whether every request and decision is told as it comes.
  package var isTraced: Bool
  package var isJSON: Bool
  package var hasDetailedExitCode: Bool
  package var verbosity: Verbosity

  /// Fills what the command line leaves open from the environment, the files and the defaults, and
  /// reads the key.
  ///
  /// Throws with the exit status that fits: usage, a missing script, or a configuration that cannot
  /// work.
  package init(_ settings: GivenSettings, environment: [String: String]) throws(HostError) {
    let sources = try SettingSources(settings, environment: environment)
    try self.init(settings, sources, environment)
    // A plan does without a key, and then without what only the API could tell it.
    let source = try APIKeySource.named(in: sources, environment: environment)
    if source == nil, mode != .plan { throw APIKeySource.missing }
    key = try source?.read()
  }

  /// The same without the key.
  package init(
    _ settings: GivenSettings, _ sources: SettingSources, _ environment: [String: String]
  ) throws(HostError) {
    mode = settings.mode
    arguments = try Self.pairs(settings.arguments)
    script = try settings.script.map { path throws(HostError) in try ScriptFile(path: path) }
    moduleRoots = try ModulePath.checked(sources) + (script?.moduleRoots ?? [])
    project = sources.text(.project)
    baseURL = try sources.baseURL()
    ledger = try LedgerLocation(sources, environment: environment)
    rate = try sources.rate()
    concurrency = try sources.count(.concurrency, of: "creates in flight", in: 1...256) ?? 8
    transport = try Self.transport(sources, to: baseURL, connections: concurrency + 8, environment)
    transportLimits = try Self.transportLimits(sources)
    mayDelete = settings.mayDelete
    settling = try Self.settling(sources)
    markerPlacement = try sources.choice(.marker, MarkerPlacement.none)
    withoutList = settings.withoutList
    limits = try Self.limits(sources)
    maxDuration = try sources.duration(.maxDuration)
    maxCreates = try sources.count(.maxCreates, of: "devices", in: 0...Int.max)
    overlap = try sources.choice(.overlap, Overlap.skip)
    stuckAfter = try Self.stuckAfter(sources)
    jitter = sources.text(.jitter) == "0" ? .zero : try sources.duration(.jitter) ?? .seconds(10)
    report = try sources.choice(.report, ReportPolicy.failure)
    display = TerminalCapabilities(withoutColor: settings.withoutColor, environment: environment)
    isTraced = settings.isTraced
    isJSON = settings.isJSON
    hasDetailedExitCode = settings.hasDetailedExitCode
    verbosity = settings.verbosity
  }

  /// What tells the runs apart that do the same again and again: the script, its arguments and
  /// where they apply; no secret can be read in it.
  package var jobID: String {
    let seed = Seed.of(
      script: script?.path ?? mode.rawValue, arguments: arguments,
      project: "\(baseURL) \(project ?? "")")
    return String(UInt64(bitPattern: seed), radix: 16)
  }

  private static func settling(_ sources: SettingSources) throws(HostError) -> SettlingRules {
    var rules = SettlingRules.standard
    if let settleAfter = try sources.duration(.settleAfter) { rules.settleAfter = settleAfter }
    if let absentAfter = try sources.duration(.absentAfter) { rules.absentAfter = absentAfter }
    return rules
  }

  private static func stuckAfter(_ sources: SettingSources) throws(HostError) -> Duration {
    let limit = try sources.read(.stuckAfter) { text, name throws(HostError) in
      let duration = try UnitParsing.duration(text, for: name)
      // A holder shows its progress once a second, a busy machine somewhat later.
      if duration < .seconds(10) {
        throw HostError(.usage, "\(name) '\(text)' is too short to tell; 10s is the least")
      }
      return duration
    }
    return limit ?? usualStuckAfter
  }

  private static func transportLimits(_ sources: SettingSources) throws(HostError)
    -> HTTPTransport.Limits
  {
    var limits = HTTPTransport.Limits()
    if let timeout = try sources.duration(.timeout) {
      limits.total = timeout
      limits.connect = min(limits.connect, timeout)
    }
    return limits
  }

  private static func transport(
    _ sources: SettingSources, to baseURL: BaseURL, connections: Int,
    _ environment: [String: String]
  ) throws(HostError) -> TransportSettings {
    let usesHTTP2 = try sources.isOn(.http2)
    do throws(QubitroError) {
      let transport = TransportSettings(
        caFile: sources.text(.caFile), proxy: try ProxyServer.named(in: environment, for: baseURL),
        usesHTTP2: usesHTTP2,
        connections: connections)
      try transport.check()
      return transport
    } catch {
      throw HostError(.configuration, error.description)
    }
  }

  private static func limits(_ sources: SettingSources) throws(HostError) -> Limits {
    var limits = Limits.standard
    if let stretch = try sources.duration(.maxStretch) { limits.stretch = stretch }
    if let memory = try sources.size(.maxMemory, atLeast: 4 << 20) { limits.memory = memory }
    if let output = try sources.size(.maxOutput, atLeast: 0) { limits.output = output }
    return limits
  }

  /// The base URL that this text is.
  package static func baseURL(_ text: String) throws(HostError) -> BaseURL {
    do throws(QubitroError) {
      return try BaseURL(text)
    } catch {
      throw HostError(.configuration, error.description)
    }
  }

  private static func pairs(_ words: [String]) throws(HostError) -> [String: String] {
    var pairs: [String: String] = [:]
    for word in words {
      guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
        throw HostError(
          .usage,
          "'\(TerminalSafe.line(word))' is not of the form KEY=VALUE; the script comes first, then its arguments"
        )
      }
      let key = String(word[..<equals])
      guard pairs.updateValue(String(word[word.index(after: equals)...]), forKey: key) == nil else {
        throw HostError(.usage, "the argument '\(key)' is given twice")
      }
    }
    return pairs
  }
}
