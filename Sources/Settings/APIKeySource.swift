import Foundation
package import QubitroClient
import SystemPackage
package import Terminal

/// Where the API key comes from; never a flag's value, which every process on the machine could
/// read.
package enum APIKeySource: Hashable, Sendable {
  private static let sizeLimit = 4096

  /// A file that only its owner may read.
  case file(String)
  /// A file that systemd guards.
  case credential(String)
  case standardInput
  /// What a command of the shell prints.
  case command(String)
  case variable(String)

  /// What nobody named.
  package static let missing = HostError(
    .configuration,
    "no API key: pass --api-key-file FILE, or set QUBITRO_API_KEY_FILE to a file that holds the key"
  )

  /// Where the key is to be found; nil where nobody says.
  ///
  /// Flags come before the environment, and that before files. Each may name a file (`-` is
  /// standard input), then a command; between the two of the environment stands systemd's
  /// `CREDENTIALS_DIRECTORY/qubitro-api-key`. `QUBITRO_API_KEY` comes last. Throws where two flags
  /// name one.
  package static func named(in sources: SettingSources, environment: [String: String])
    throws(HostError) -> APIKeySource?
  {
    let file = sources[.apiKeyFile]
    let command = sources[.apiKeyCommand]
    if case (.flag, .flag) = (file?.origin, command?.origin) {
      throw HostError(.usage, "--api-key-file and --api-key-command exclude each other")
    }
    var places: [(rank: (Int, Int), source: APIKeySource)] = []
    if let file {
      places.append(((file.layer, 0), file.text == "-" ? .standardInput : .file(file.text)))
    }
    if let path = credential(in: environment) {
      places.append(((SettingSources.environmentLayer, 1), .credential(path)))
    }
    if let command { places.append(((command.layer, 2), .command(command.text))) }
    return places.min { $0.rank < $1.rank }?.source
      ?? environment.nonEmpty("QUBITRO_API_KEY").map(APIKeySource.variable)
  }

  private static func credential(in environment: [String: String]) -> String? {
    let path = environment.nonEmpty("CREDENTIALS_DIRECTORY").map { $0 + "/qubitro-api-key" }
    return path.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
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
  package var place: String {
    switch self {
    case .file(let path), .credential(let path): path
    case .standardInput: "standard input"
    case .command: "the API key command"
    case .variable: "QUBITRO_API_KEY"
    }
  }

  private func text() throws(HostError) -> String {
    switch self {
    case .variable(let key): return key
    case .command(let command): return try APIKeyCommand(command).output(upTo: Self.sizeLimit + 1)
    case .standardInput: return try Self.contents(of: .standardInput, at: place)
    case .credential(let path): return try Self.contents(ofFile: path) { _ throws(HostError) in }
    case .file(let path):
      return try Self.contents(ofFile: path) { file throws(HostError) in
        try Self.refuseShared(file, at: path)
      }
    }
  }

  private static func contents(
    ofFile path: String, _ check: (FileDescriptor) throws(HostError) -> Void
  ) throws(HostError) -> String {
    let file = try open(path)
    defer { try? file.close() }
    try check(file)
    return try contents(of: file, at: path)
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
    guard status.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute])
    else {
      throw HostError(
        .configuration,
        "the API key file \(path) is open to others than its owner; run: chmod 600 \(path)")
    }
  }

  private static func contents(of file: FileDescriptor, at place: String) throws(HostError)
    -> String
  {
    var bytes: [UInt8] = []
    do {
      let handle = FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false)
      while bytes.count <= sizeLimit, let more = try handle.read(upToCount: sizeLimit + 1),
        !more.isEmpty
      { bytes += more }
    } catch {
      throw HostError(
        .configuration, "the API key cannot be read from \(place): \(error.localizedDescription)")
    }
    guard bytes.count <= sizeLimit else {
      throw HostError(.configuration, "\(place) is too large to hold an API key")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A command of the shell that prints the API key, such as one of a password manager.
struct APIKeyCommand {
  /// Such a command may ask a person, or a service that is slow.
  private static let patience: TimeInterval = 60

  private let command: String

  init(_ command: String) {
    self.command = command
  }

  /// What it prints, of which `limit` bytes are read; its errors go to ours.
  ///
  /// Throws 78 where it cannot be started, fails, or takes more than a minute. No message quotes
  /// the command, in which there may be a secret.
  func output(upTo limit: Int) throws(HostError) -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
    } catch {
      throw HostError(
        .configuration, "the API key command cannot be started: \(error.localizedDescription)")
    }
    // It leads a group of its own, so that what it has started ends with it.
    let group = -process.processIdentifier
    let clock = DispatchWorkItem { kill(group, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: clock)
    var bytes = Data()
    while bytes.count < limit,
      let more = try? pipe.fileHandleForReading.read(upToCount: limit - bytes.count), !more.isEmpty
    {
      bytes += more
    }
    try? pipe.fileHandleForReading.close()
    process.waitUntilExit()
    clock.cancel()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let how = process.terminationReason == .exit ? "status" : "signal"
      throw HostError(
        .configuration,
        "the API key command ended with \(how) \(process.terminationStatus); run it by hand to see why"
      )
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
