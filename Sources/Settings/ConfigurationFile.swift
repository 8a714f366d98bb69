import Effects
import Files
import Foundation
import Terminal
import Yams

/// The settings in a configuration file, and under `profiles` the settings of each profile.
package struct ConfigurationFile: Sendable {
  /// In bytes.
  private static let sizeLimit = 1 << 20

  package let path: String
  /// The settings outside of all profiles.
  private(set) var settings: [Setting: SettingValue] = [:]
  private(set) var profiles: [String: [Setting: SettingValue]] = [:]
  private let home: String?

  /// Reads the file; `home` is the folder for `~` in paths.
  ///
  /// Throws 78 if the file cannot be read, if others may write it, if its owner is not among
  /// `owners`, and if its text makes no sense.
  init(path: String, home: String?, owners: TrustedFile.Owners = .anyone) throws(HostError) {
    self.path = path
    self.home = home
    let text = try Self.text(of: path, owners)
    do {
      // Nil for a file that has only comments.
      guard let root = try Yams.compose(yaml: text) else { return }
      guard let pairs = root.mapping else {
        throw fault(root, "the file is not a list of 'setting: value'")
      }
      for (key, value) in pairs {
        if key.string == "profiles" {
          try readProfiles(value)
        } else {
          try read(key, value, profile: nil, into: &settings)
        }
      }
    } catch let error as HostError {
      throw error
    } catch {
      let reason = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
      throw HostError(.configuration, "\(path) is not YAML: \(TerminalSafe.line(reason))")
    }
  }

  private mutating func readProfiles(_ node: Node) throws(HostError) {
    guard let pairs = node.mapping else {
      throw fault(node, "profiles: takes names of profiles, each with its settings")
    }
    for (name, body) in pairs {
      guard let name = name.string, let settings = body.mapping else {
        throw fault(body, "profiles: each takes a name with settings under it")
      }
      var values: [Setting: SettingValue] = [:]
      for (key, value) in settings { try read(key, value, profile: name, into: &values) }
      profiles[name] = values
    }
  }

  private func read(
    _ key: Node, _ value: Node, profile: String?, into values: inout [Setting: SettingValue]
  ) throws(HostError) {
    let name = key.string ?? ""
    guard let setting = Setting(rawValue: name) else { throw fault(key, Self.objection(to: name)) }
    let texts = try texts(of: value, for: setting).map { setting.isPath ? place($0) : $0 }
    values[setting] = SettingValue(
      texts: texts, origin: .file(path: path, line: key.mark?.line ?? 1, profile: profile))
  }

  private func texts(of node: Node, for setting: Setting) throws(HostError) -> [String] {
    let elements = setting.isList ? node.sequence.map(Array.init) ?? [node] : [node]
    var texts: [String] = []
    for element in elements {
      guard let text = element.scalar?.string, element.null == nil, !text.isEmpty else {
        throw fault(element, "\(setting.rawValue): has no value that is one text or number")
      }
      texts.append(text)
    }
    return texts
  }

  /// An absolute path for a path in the file, which starts at the file's folder or at `~`.
  private func place(_ text: String) -> String {
    if text == "-" || text.hasPrefix("/") { return text }
    if text.hasPrefix("~/"), let home { return home + text.dropFirst() }
    return URL(filePath: path).deletingLastPathComponent().appending(path: text).standardizedFileURL
      .path
  }

  /// Why the file may not have this key: it is a secret, an option for one run, or a mistake.
  private static func objection(to name: String) -> String {
    switch name {
    case "api-key", "key", "token":
      "\(name): a secret does not belong in this file; "
        + "put it alone in a file of mode 0600, and say api-key-file: FILE"
    case "allow-delete", "without-list", "json", "detailed-exitcode", "quiet", "verbose",
      "no-color", "config", "profile":
      "\(name): is said on the command line alone (--\(name))"
    default:
      "unknown setting '\(TerminalSafe.line(name))'"
        + Suggestion.phrase(for: name, among: Setting.allCases.map(\.rawValue) + ["profiles"])
    }
  }

  private func fault(_ node: Node, _ reason: String) -> HostError {
    HostError(.configuration, "\(path):\(node.mark?.line ?? 1): \(reason)")
  }

  private static func text(of path: String, _ owners: TrustedFile.Owners) throws(HostError)
    -> String
  {
    let bytes: [UInt8]
    do throws(TrustedFile.Fault) {
      bytes = try TrustedFile(
        path, .init(owners, allowsPipes: owners == .anyone, sizeLimit: sizeLimit)
      ).bytes
    } catch {
      throw HostError(.configuration, description(of: error, at: path))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw HostError(.configuration, "\(path) is not text in UTF-8")
    }
    return text
  }

  /// Why the file is not read.
  ///
  /// The file can name the command that gets the key, and the address that the key goes to. So only
  /// trusted users may write it.
  private static func description(of fault: TrustedFile.Fault, at path: String) -> String {
    switch fault {
    case .foreignOwner(let place, let owner):
      let what = place == path ? path : "\(path) is not taken, since \(place)"
      return "\(what) belongs to another user (\(owner)) and was not asked for; "
        + "name it with --config if you trust it"
    case .missing:
      return "the configuration file \(path) cannot be read: No such file or directory"
    case .cannotBeRead:
      return "the configuration file " + fault.description(of: path, kind: kind, danger: danger)
    default: return fault.description(of: path, kind: kind, danger: danger)
    }
  }

  private static let kind = "configuration file"
  private static let danger = "have their own commands run with your key"
}
