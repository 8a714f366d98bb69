package import Ledger
package import LuaRuntime
package import QubitroClient

/// Everything a run needs to know, checked.
package struct Configuration: Sendable {
  package var mode: Settings.Mode
  /// Nil where the mode runs none.
  package var script: ScriptFile?
  package var arguments: [String: String]
  /// The folders in which modules are looked for, in order.
  package var moduleRoots: [String]
  /// Nil when only the script names projects.
  package var project: String?
  package var baseURL: BaseURL
  /// Nil in a plan that was given none.
  package var key: APIKey?
  package var ledger: String
  package var limits: Limits
  /// How long the run may take; nil leaves it to the terminal: an hour where there is none.
  package var maxDuration: Duration?
  package var rate: Double?
  package var concurrency: Int
  package var transport: TransportSettings
  package var transportLimits: HTTPTransport.Limits
  package var mayDelete: Bool
  package var settling: SettlingRules
  package var marking: Marking
  package var withoutList: Bool
  package var allowsNetworkLedger: Bool
  /// How many creates may be sent; nil for any number.
  package var maxCreates: Int?
  package var overlap: Overlap
  /// How long another run may hold the ledger without progress before that is an error.
  package var stuckAfter: Duration
  /// The range over which starts are spread that nobody watches; zero starts at once.
  package var jitter: Duration
  package var report: ReportOccasion
  package var isJSON: Bool
  package var hasDetailedExitCode: Bool
  package var verbosity: Verbosity

  /// Fills what the command line leaves open from the environment and the defaults.
  ///
  /// Throws with the exit status that fits: usage, a missing script, or a configuration that cannot work.
  package init(_ settings: Settings, environment: [String: String]) throws(HostError) {
    mode = settings.mode
    arguments = try Self.pairs(settings.arguments)
    script = try settings.script.map { path throws(HostError) in try ScriptFile(path: path) }
    moduleRoots = try ModulePath.checked(settings.modulePath) + (script?.moduleRoots ?? [])
    project = settings.project ?? environment.nonEmpty("QUBITRO_PROJECT_ID")
    baseURL = try Self.baseURL(settings.baseURL ?? environment.nonEmpty("QUBITRO_BASE_URL"))
    ledger = try LedgerLocation.path(flag: settings.ledger, environment: environment)
    key = try Self.key(settings, environment)
    (rate, concurrency) = try Self.pace(settings)
    transport = try Self.transport(settings, to: baseURL, environment)
    transportLimits = try Self.transportLimits(settings)
    mayDelete = settings.mayDelete
    settling = try Self.settling(settings)
    marking = settings.marking
    withoutList = settings.withoutList
    allowsNetworkLedger = settings.allowsNetworkLedger
    limits = try Self.limits(settings)
    maxDuration = try settings.maxDuration.map { text throws(HostError) in try Quantity.duration(text, for: "--max-duration") }
    maxCreates = try Self.maxCreates(settings)
    overlap = settings.overlap
    stuckAfter =
      try settings.stuckAfter.map { text throws(HostError) in try Quantity.duration(text, for: "--stuck-after") } ?? .seconds(3600)
    jitter = try Self.jitter(settings)
    report = settings.report
    isJSON = settings.isJSON
    hasDetailedExitCode = settings.hasDetailedExitCode
    verbosity = settings.verbosity
  }

  /// What tells the runs apart that do the same again and again: the script, its arguments and where they apply; no secret can be read in it.
  var subject: String {
    let seed = Seed.of(script: script?.path ?? mode.rawValue, arguments: arguments, project: "\(baseURL) \(project ?? "")")
    return String(UInt64(bitPattern: seed), radix: 16)
  }

  private static func settling(_ settings: Settings) throws(HostError) -> SettlingRules {
    var rules = SettlingRules.standard
    if let text = settings.settleAfter { rules.settleAfter = try Quantity.duration(text, for: "--settle-after") }
    if let text = settings.absentAfter { rules.absentAfter = try Quantity.duration(text, for: "--absent-after") }
    return rules
  }

  /// A plan does without a key, and then without what only the API could tell it.
  private static func key(_ settings: Settings, _ environment: [String: String]) throws(HostError) -> APIKey? {
    if settings.mode == .plan, !APIKeySource.isNamed(flag: settings.apiKeyFile, environment: environment) { return nil }
    return try APIKeySource(flag: settings.apiKeyFile, environment: environment).read()
  }

  private static func pace(_ settings: Settings) throws(HostError) -> (rate: Double?, concurrency: Int) {
    if let rate = settings.rate, !(rate > 0 && rate <= 10_000) {
      throw HostError(.usage, "--rate takes creates per second, more than 0 and at most 10000")
    }
    guard (1...256).contains(settings.concurrency) else { throw HostError(.usage, "--concurrency takes a number from 1 to 256") }
    return (settings.rate, settings.concurrency)
  }

  private static func maxCreates(_ settings: Settings) throws(HostError) -> Int? {
    if let count = settings.maxCreates, count < 0 { throw HostError(.usage, "--max-creates takes a number of devices, 0 or more") }
    return settings.maxCreates
  }

  private static func jitter(_ settings: Settings) throws(HostError) -> Duration {
    guard let text = settings.jitter else { return .seconds(10) }
    return text == "0" ? .zero : try Quantity.duration(text, for: "--jitter")
  }

  private static func transportLimits(_ settings: Settings) throws(HostError) -> HTTPTransport.Limits {
    var limits = HTTPTransport.Limits()
    if let text = settings.timeout {
      limits.total = try Quantity.duration(text, for: "--timeout")
      limits.connect = min(limits.connect, limits.total)
    }
    return limits
  }

  private static func transport(
    _ settings: Settings, to baseURL: BaseURL, _ environment: [String: String]
  ) throws(HostError) -> TransportSettings {
    do throws(QubitroError) {
      let transport = TransportSettings(
        caFile: settings.caFile, proxy: try ProxyServer.named(in: environment, for: baseURL), usesHTTP2: settings.usesHTTP2,
        connections: settings.concurrency + 8)
      try transport.check()
      return transport
    } catch {
      throw HostError(.configuration, error.description)
    }
  }

  private static func limits(_ settings: Settings) throws(HostError) -> Limits {
    var limits = Limits.standard
    if let text = settings.maxStretch { limits.stretch = try Quantity.duration(text, for: "--max-stretch") }
    if let text = settings.maxMemory { limits.memory = try Quantity.size(text, for: "--max-memory", atLeast: 4 << 20) }
    if let text = settings.maxOutput { limits.output = try Quantity.size(text, for: "--max-output", atLeast: 0) }
    return limits
  }

  /// The base URL that this text is, or the published one.
  static func baseURL(_ text: String?) throws(HostError) -> BaseURL {
    guard let text else { return .published }
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
        throw HostError(.usage, "'\(word)' is not of the form KEY=VALUE")
      }
      let key = String(word[..<equals])
      guard pairs.updateValue(String(word[word.index(after: equals)...]), forKey: key) == nil else {
        throw HostError(.usage, "the argument '\(key)' is given twice")
      }
    }
    return pairs
  }
}

extension [String: String] {
  /// The value of a variable; an empty one counts as unset.
  func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
