import Foundation
package import QubitroClient
import SystemPackage

/// Where the API key comes from; never a flag's value, which every process on the machine could read.
package enum APIKeySource: Hashable, Sendable {
  private static let sizeLimit = 4096

  /// A file that only its owner may read.
  case file(String)
  /// A file that systemd guards.
  case credential(String)
  case standardInput
  case variable(String)

  /// Whether any place for the key is named.
  static func isNamed(flag: String?, environment: [String: String]) -> Bool {
    flag != nil || ["QUBITRO_API_KEY_FILE", "QUBITRO_API_KEY"].contains { environment.nonEmpty($0) != nil }
      || environment.nonEmpty("CREDENTIALS_DIRECTORY").map { FileManager.default.fileExists(atPath: $0 + "/qubitro-api-key") }
        == true
  }

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

  /// Where it is, for people.
  var place: String {
    switch self {
    case .file(let path), .credential(let path): path
    case .standardInput: "standard input"
    case .variable: "QUBITRO_API_KEY"
    }
  }

  private func text() throws(HostError) -> String {
    switch self {
    case .variable(let key): return key
    case .standardInput: return try Self.contents(of: .standardInput, at: place)
    case .credential(let path): return try Self.contents(of: try Self.open(path), at: path)
    case .file(let path):
      let file = try Self.open(path)
      defer { try? file.close() }
      try Self.refuseShared(file, at: path)
      return try Self.contents(of: file, at: path)
    }
  }

  private static func open(_ path: String) throws(HostError) -> FileDescriptor {
    do {
      return try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
    } catch {
      throw HostError(.configuration, "the API key file \(path) cannot be opened: \(error)")
    }
  }

  /// Looks at the open file, not at its name, so that links work and nothing changes in between.
  private static func refuseShared(_ file: FileDescriptor, at path: String) throws(HostError) {
    guard let status = try? file.stat(), status.type == .regular else { return }
    guard status.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute]) else {
      throw HostError(.configuration, "the API key file \(path) is open to others than its owner; run: chmod 600 \(path)")
    }
  }

  private static func contents(of file: FileDescriptor, at place: String) throws(HostError) -> String {
    var bytes: [UInt8] = []
    do {
      let handle = FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false)
      while bytes.count <= sizeLimit, let more = try handle.read(upToCount: sizeLimit + 1), !more.isEmpty { bytes += more }
    } catch {
      throw HostError(.configuration, "the API key cannot be read from \(place): \(error.localizedDescription)")
    }
    guard bytes.count <= sizeLimit else { throw HostError(.configuration, "\(place) is too large to hold an API key") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
