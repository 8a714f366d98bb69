import Effects
import Foundation
import SystemPackage
import Yams

/// A configuration file, read: settings by their names, and under `profiles` more of them by a profile's name.
struct ConfigurationFile: Sendable {
  private static let sizeLimit = 1 << 20

  let path: String
  /// What holds in every profile, and in none.
  private(set) var settings: [Setting: SettingValue] = [:]
  private(set) var profiles: [String: [Setting: SettingValue]] = [:]
  private let home: String?

  /// Reads the file; `home` stands for `~` in paths.
  ///
  /// Throws 78 when it cannot be read, others may write it, an owner not among `owners` has it (nil trusts any), or what it says makes no
  /// sense.
  init(path: String, home: String?, owners: Set<UInt32>? = nil) throws(HostError) {
    self.path = path
    self.home = home
    let text = try Self.text(of: path, owners)
    do {
      // A file of comments alone holds nothing.
      guard let root = try Yams.compose(yaml: text) else { return }
      guard let pairs = root.mapping else { throw fault(root, "the file is not a list of 'setting: value'") }
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
      throw HostError(.configuration, "\(path) is not YAML: \(PlainText.line(reason))")
    }
  }

  private mutating func readProfiles(_ node: Node) throws(HostError) {
    guard let pairs = node.mapping else { throw fault(node, "profiles: takes names of profiles, each with its settings") }
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
    values[setting] = SettingValue(texts: texts, origin: .file(path: path, line: key.mark?.line ?? 1, profile: profile))
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

  /// A path as the file means it: beside the file, or in the home folder.
  private func place(_ text: String) -> String {
    if text == "-" || text.hasPrefix("/") { return text }
    if text.hasPrefix("~/"), let home { return home + text.dropFirst() }
    return URL(filePath: path).deletingLastPathComponent().appending(path: text).standardizedFileURL.path
  }

  /// Why a key is none; secrets and what is said for one run are told apart from mistakes.
  private static func objection(to name: String) -> String {
    switch name {
    case "api-key", "key", "token":
      "\(name): a secret does not belong in this file; put it alone in a file of mode 0600, and say api-key-file: FILE"
    case "allow-delete", "without-list", "json", "detailed-exitcode", "quiet", "verbose", "no-color", "config", "profile":
      "\(name): is said on the command line alone (--\(name))"
    default:
      "unknown setting '\(PlainText.line(name))'"
        + Suggestion.phrase(for: name, among: Setting.allCases.map(\.rawValue) + ["profiles"])
    }
  }

  private func fault(_ node: Node, _ reason: String) -> HostError {
    HostError(.configuration, "\(path):\(node.mark?.line ?? 1): \(reason)")
  }

  private static func text(of path: String, _ owners: Set<UInt32>?) throws(HostError) -> String {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      defer { try? file.close() }
      try check(try file.stat(), path, owners)
      let data = try FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false).read(upToCount: sizeLimit + 1) ?? Data()
      guard data.count <= sizeLimit else { throw HostError(.configuration, "\(path) is larger than 1 MiB") }
      guard let text = String(data: data, encoding: .utf8) else { throw HostError(.configuration, "\(path) is not text in UTF-8") }
      return text
    } catch let error as HostError {
      throw error
    } catch {
      throw HostError(.configuration, "the configuration file \(path) cannot be read: \(error)")
    }
  }

  /// It names the command that fetches the key and the API that gets it, so only whom we trust may write it.
  private static func check(_ status: Stat, _ path: String, _ owners: Set<UInt32>?) throws(HostError) {
    if status.type == .directory { throw HostError(.configuration, "\(path) is a folder, not a configuration file") }
    guard status.type == .regular else { return }
    guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
      throw HostError(.configuration, "\(path) can be written by its group or by others: chmod go-w \(path)")
    }
    if let owners, !owners.contains(status.userID.rawValue) {
      throw HostError(
        .configuration,
        "\(path) belongs to another user (\(status.userID.rawValue)) and was not asked for; name it with --config if you trust it")
    }
  }
}
