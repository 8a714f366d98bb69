import Foundation
package import QubitroClient

/// Where the API key comes from; never a flag's value, which every process on the machine could read.
package enum APIKeySource: Hashable, Sendable {
  /// A file that only its owner may read.
  case file(String)
  /// A file that systemd guards.
  case credential(String)
  case standardInput
  case variable(String)

  /// The first of: the flag (`-` is standard input), `QUBITRO_API_KEY_FILE`, `CREDENTIALS_DIRECTORY/qubitro-api-key`, and
  /// `QUBITRO_API_KEY`.
  package init(flag: String?, environment: [String: String]) throws(HostError) {
    if let path = flag ?? environment.nonEmpty("QUBITRO_API_KEY_FILE") {
      self = path == "-" ? .standardInput : .file(path)
    } else if let folder = environment.nonEmpty("CREDENTIALS_DIRECTORY"),
      FileManager.default.fileExists(atPath: folder + "/qubitro-api-key")
    {
      self = .credential(folder + "/qubitro-api-key")
    } else if let key = environment.nonEmpty("QUBITRO_API_KEY") {
      self = .variable(key)
    } else {
      throw HostError(
        .configuration, "no API key: pass --api-key-file FILE, or set QUBITRO_API_KEY_FILE to a file that holds the key")
    }
  }

  /// Reads the key.
  ///
  /// Throws when the file is missing or may be read by others, or when what it holds is no key.
  package func read() throws(HostError) -> APIKey {
    let text = try text()
    do throws(QubitroError) {
      return try APIKey(text)
    } catch {
      throw HostError(.configuration, "\(error.description) (\(place))")
    }
  }

  private var place: String {
    switch self {
    case .file(let path), .credential(let path): path
    case .standardInput: "standard input"
    case .variable: "QUBITRO_API_KEY"
    }
  }

  private func text() throws(HostError) -> String {
    switch self {
    case .file(let path):
      try Self.refuseSharedFile(path)
      return try Self.contents(of: path)
    case .credential(let path):
      return try Self.contents(of: path)
    case .standardInput:
      return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    case .variable(let key):
      return key
    }
  }

  private static func refuseSharedFile(_ path: String) throws(HostError) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let mode = attributes[.posixPermissions] as? NSNumber
    else { return }
    guard mode.intValue & 0o077 == 0 else {
      throw HostError(
        .configuration, "the API key file \(path) can be read by others than its owner; run: chmod 600 \(path)")
    }
  }

  private static func contents(of path: String) throws(HostError) -> String {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw HostError(.configuration, "the API key file \(path) cannot be read; see that it exists and is yours")
    }
    guard data.count <= 4096 else { throw HostError(.configuration, "the API key file \(path) is too large to hold a key") }
    return String(decoding: data, as: UTF8.self)
  }
}
