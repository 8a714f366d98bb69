import Configuration
import Effects
import Synchronization
package import Terminal

/// Every setting's value, from the first that says one: a flag, the environment, the profile, then
/// the files, the nearest first.
package struct SettingSources: Sendable {
  /// The layer of what the environment says; that of flags is 0.
  static let environmentLayer = 1

  /// The files that were read, the nearest first.
  package let files: [ConfigurationFile]
  /// The profile that was asked for.
  package let profile: String?
  /// Where files were looked for.
  package let places: [String]
  private let values: [Setting: SettingValue]

  /// Throws 78 for a file that makes no sense, and for a profile that is in none.
  package init(_ settings: GivenSettings, environment: [String: String]) throws(HostError) {
    let located = ConfigurationFiles(settings, environment: environment)
    files = try located.read()
    places = located.places
    profile = settings.profile ?? environment.nonEmpty("QUBITRO_PROFILE")
    var layers = [settings.flags, Self.variables(in: environment)]
    if let profile { layers += try Self.profile(profile, in: files) }
    values = Self.resolve(layers + files.map(\.settings))
  }

  /// Nil where nobody says anything.
  package subscript(_ setting: Setting) -> SettingValue? { values[setting] }

  private static func variables(in environment: [String: String]) -> [Setting: SettingValue] {
    var values: [Setting: SettingValue] = [:]
    for setting in Setting.allCases {
      guard let text = environment.nonEmpty(setting.variable) else { continue }
      let texts = setting.isList ? text.split(separator: ":").map(String.init) : [text]
      values[setting] = SettingValue(texts: texts, origin: .variable(setting))
    }
    return values
  }

  private static func profile(
    _ name: String, in files: [ConfigurationFile]
  ) throws(HostError) -> [[Setting: SettingValue]] {
    let layers = files.compactMap { $0.profiles[name] }
    guard layers.isEmpty else { return layers }
    let known = Set(files.flatMap(\.profiles.keys)).sorted()
    let place =
      files.isEmpty
      ? "there is no configuration file"
      : "it is in none of " + files.map(\.path).joined(separator: ", ")
    throw HostError(
      .configuration,
      "unknown profile '\(TerminalSafe.line(name))': \(place)\(Suggestion.phrase(for: name, among: known))"
    )
  }

  /// The library finds the first layer with a value, and tells which it was.
  private static func resolve(_ layers: [[Setting: SettingValue]]) -> [Setting: SettingValue] {
    let trace = Trace()
    let reader = ConfigReader(providers: layers.map(provider), accessReporter: trace)
    var values: [Setting: SettingValue] = [:]
    for setting in Setting.allCases {
      guard
        let texts = reader.stringArray(
          forKey: ConfigKey([setting.rawValue]), isSecret: setting.isSecret),
        let layer = trace.layer, let origin = layers[layer][setting]?.origin
      else { continue }
      values[setting] = SettingValue(texts: texts, origin: origin, layer: layer)
    }
    return values
  }

  private static func provider(_ layer: [Setting: SettingValue]) -> InMemoryProvider {
    InMemoryProvider(
      values: Dictionary(
        uniqueKeysWithValues: layer.map { setting, value in
          (
            AbsoluteConfigKey([setting.rawValue]),
            ConfigValue(.stringArray(value.texts), isSecret: setting.isSecret)
          )
        }))
  }

  /// Which layer gave the last answer.
  private final class Trace: AccessReporter {
    private let last = Mutex<Int?>(nil)

    var layer: Int? { last.withLock { $0 } }

    func report(_ event: AccessEvent) {
      let index = event.providerResults.firstIndex { (try? $0.result.get().value) != nil }
      last.withLock { $0 = index }
    }
  }
}
