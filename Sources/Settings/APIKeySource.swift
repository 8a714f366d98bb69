import Foundation
package import QubitroClient
import SystemPackage
package import Terminal

/// Where the API key comes from.
///
/// No flag takes the key itself: every process on the machine could read it.
package enum APIKeySource: Hashable, Sendable {
  /// In bytes.
  private static let sizeLimit = 4096

  /// A file that only its owner may read.
  case file(String)
  /// A file that systemd protects.
  case credential(String)
  case standardInput
  /// The output of a shell command.
  case command(String)
  case variable(String)

  /// The error of a command that needs a key and finds none.
  package static let missing = HostError(
    .configuration,
    "no API key: pass --api-key-file FILE, or set QUBITRO_API_KEY_FILE to a file that holds the "
      + "key")

  /// The source that the settings name; nil if they name none.
  ///
  /// Flags come before the environment, and the environment before files. Each of the three may
  /// name a file (`-` is standard input) and a command; the file comes first. In the environment,
  /// systemd's `CREDENTIALS_DIRECTORY/qubitro-api-key` comes between the two. `QUBITRO_API_KEY`
  /// comes last of all. Throws 64 if flags name both a file and a command.
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
  /// Throws 78 if the source is missing, if others may read the file, and if the text is not a key.
  package func read() throws(HostError) -> APIKey {
    let text = try text()
    do throws(QubitroError) {
      return try APIKey(text)
    } catch {
      throw HostError(.configuration, "\(error.description) (\(place))")
    }
  }

  /// The source in words.
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

  /// Refuses a file that others may read.
  ///
  /// It looks at the open file, not at the path: the path may be a link, and may change.
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

/// A shell command that prints the API key, such as one of a password manager.
struct APIKeyCommand {
  /// In seconds: the command may ask a person, or a slow service.
  private static let timeout: TimeInterval = 60

  private let command: String

  init(_ command: String) {
    self.command = command
  }

  /// Runs the command and returns the first `limit` bytes of its output.
  ///
  /// Its standard error goes to ours. Throws 78 if it cannot be started, fails, or takes more than
  /// a minute. No message quotes the command, because it may contain a secret.
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
    // The process leads its own group, so the signal also ends the processes that it has started.
    let group = -process.processIdentifier
    let alarm = DispatchWorkItem { kill(group, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.timeout, execute: alarm)
    var bytes = Data()
    while bytes.count < limit,
      let more = try? pipe.fileHandleForReading.read(upToCount: limit - bytes.count), !more.isEmpty
    {
      bytes += more
    }
    try? pipe.fileHandleForReading.close()
    process.waitUntilExit()
    alarm.cancel()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let how = process.terminationReason == .exit ? "status" : "signal"
      throw HostError(
        .configuration,
        "the API key command ended with \(how) \(process.terminationStatus); "
          + "run it by hand to see why")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
