import Files
package import Ledger
package import LuaRuntime
package import QubitroClient
package import Terminal

/// Everything that a run needs to know, checked.
package struct Configuration: Sendable {
  /// How long a process may hold the ledger without progress if no setting says so.
  package static let usualStuckAfter = Duration.seconds(3600)

  package var mode: RunMode
  /// Nil if the mode runs no script.
  package var script: ScriptFile?
  package var arguments: [String: String]
  /// The folders in which `require` looks for modules, in this order.
  package var moduleRoots: [ModuleRoot]
  /// Nil if only the script names projects.
  package var project: String?
  package var baseURL: BaseURL
  /// Nil for a plan without a key.
  package var key: APIKey?
  package var ledger: LedgerLocation
  package var limits: Limits
  /// How long the run may take; if nil, any time on a terminal, and an hour elsewhere.
  package var maxDuration: Duration?
  package var rate: Double?
  package var concurrency: Int
  package var transport: TransportSettings
  package var transportLimits: HTTPTransport.Limits
  package var mayDelete: Bool
  package var settling: SettlingRules
  package var markerPlacement: MarkerPlacement
  package var withoutList: Bool
  /// How many creates the run may send; nil for any number.
  package var maxCreates: Int?
  package var overlap: Overlap
  /// How long another process may hold the ledger without progress before that is an error.
  package var stuckAfter: Duration
  /// The longest delay of a start that nobody watches; zero starts at once.
  var jitter: Duration
  package var report: ReportPolicy
  package var display: TerminalCapabilities
  /// Whether the run reports every request and decision at once.
  package var isTraced: Bool
  package var isJSON: Bool
  package var hasDetailedExitCode: Bool
  package var verbosity: Verbosity

  /// Completes the command line from the environment, the files and the defaults, and reads the
  /// key.
  ///
  /// Throws 64 for a wrong command line, 66 for a missing script, and 78 for a configuration that
  /// cannot work.
  package init(_ settings: GivenSettings, environment: [String: String]) throws(HostError) {
    let sources = try SettingSources(settings, environment: environment)
    try self.init(settings, sources, environment)
    // A plan can do without a key; it then lacks what only the API knows.
    let source = try APIKeySource.named(in: sources, environment: environment)
    if source == nil, mode != .plan { throw APIKeySource.missing }
    key = try source?.read()
  }

  /// The configuration without the key, from settings that are already read.
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

  /// The same for all runs that do the same work: a hash of the script's name, its arguments, the
  /// API's address and the project.
  ///
  /// Nobody can read a secret in it.
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
      // A holder notes its progress once a second, and somewhat later on a busy machine.
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
    let caFile = sources.text(.caFile)
    let certificates = try caFile.map(Self.certificates)
    do throws(QubitroError) {
      var transport = TransportSettings(usesHTTP2: usesHTTP2, connections: connections)
      transport.proxy = try ProxyServer.named(in: environment, for: baseURL)
      if let certificates, let caFile {
        transport.authorities = try Authorities(pem: certificates, file: caFile)
      }
      return transport
    } catch {
      throw HostError(.configuration, error.description)
    }
  }

  /// Reads the file of certificates, which decide which server gets the key.
  private static func certificates(at path: String) throws(HostError) -> [UInt8] {
    do throws(TrustedFile.Fault) {
      return try TrustedFile(path, .init(.anyone, allowsPipes: true, sizeLimit: 16 << 20)).bytes
    } catch {
      throw HostError(
        .configuration,
        "--ca-file: "
          + error.description(
            of: path, kind: "file of certificates", danger: "have another server get your key"))
    }
  }

  private static func limits(_ sources: SettingSources) throws(HostError) -> Limits {
    var limits = Limits.standard
    if let stretch = try sources.duration(.maxStretch) { limits.stretch = stretch }
    if let memory = try sources.size(.maxMemory, atLeast: 4 << 20) { limits.memory = memory }
    if let output = try sources.size(.maxOutput, atLeast: 0) { limits.output = output }
    return limits
  }

  /// Reads a base URL; throws 78 if the text is not one.
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
          "'\(TerminalSafe.line(word))' is not of the form KEY=VALUE; "
            + "the script comes first, then its arguments")
      }
      let key = String(word[..<equals])
      guard pairs.updateValue(String(word[word.index(after: equals)...]), forKey: key) == nil else {
        throw HostError(.usage, "the argument '\(key)' is given twice")
      }
    }
    return pairs
  }
}
