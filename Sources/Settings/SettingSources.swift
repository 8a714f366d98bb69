import Effects
package import Terminal

/// All settings, each with the value of the first source that has it.
///
/// The sources are, in this order: the flags, the environment, the profile in each file, and the
/// files themselves; a nearer file comes before a farther one.
package struct SettingSources: Sendable {
  /// The layer of the environment; that of the flags is 0.
  static let environmentLayer = 1

  /// The files that were read, the nearest first.
  package let files: [ConfigurationFile]
  /// The profile that the user asked for.
  package let profile: String?
  /// Where the program looked for files.
  package let places: [String]
  private let values: [Setting: SettingValue]

  /// Throws 78 if a file makes no sense, and if no file has the profile.
  package init(_ settings: GivenSettings, environment: [String: String]) throws(HostError) {
    let located = ConfigurationFiles(settings, environment: environment)
    files = try located.read()
    places = located.places
    profile = settings.profile ?? environment.nonEmpty("QUBITRO_PROFILE")
    var layers = [settings.flags, Self.variables(in: environment)]
    if let profile { layers += try Self.profile(profile, in: files) }
    values = Self.resolve(layers + files.map(\.settings))
  }

  /// The value of a setting; nil if no source has one.
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
    let suggestion = Suggestion.phrase(for: name, among: known)
    throw HostError(
      .configuration, "unknown profile '\(TerminalSafe.line(name))': \(place)\(suggestion)")
  }

  /// Takes each setting from the first layer that has it, and notes the layer's number.
  private static func resolve(_ layers: [[Setting: SettingValue]]) -> [Setting: SettingValue] {
    var values: [Setting: SettingValue] = [:]
    for (number, layer) in layers.enumerated() {
      for (setting, value) in layer where values[setting] == nil {
        values[setting] = value
        values[setting]?.layer = number
      }
    }
    return values
  }
}
