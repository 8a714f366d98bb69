import Foundation
import Terminal

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
  /// Throws 78 where it cannot be started, fails, or takes more than a minute. No message quotes the command, in which there may be a secret.
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
      throw HostError(.configuration, "the API key command cannot be started: \(error.localizedDescription)")
    }
    // It leads a group of its own, so that what it has started ends with it.
    let group = -process.processIdentifier
    let clock = DispatchWorkItem { kill(group, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: clock)
    var bytes = Data()
    while bytes.count < limit, let more = try? pipe.fileHandleForReading.read(upToCount: limit - bytes.count), !more.isEmpty {
      bytes += more
    }
    try? pipe.fileHandleForReading.close()
    process.waitUntilExit()
    clock.cancel()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let how = process.terminationReason == .exit ? "status" : "signal"
      throw HostError(
        .configuration, "the API key command ended with \(how) \(process.terminationStatus); run it by hand to see why")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
