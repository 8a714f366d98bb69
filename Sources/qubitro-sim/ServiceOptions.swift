import ArgumentParser
import Foundation
import QubitroModel
import Simulator

/// What the simulator serves, to which keys, and where it keeps its contents.
struct ServiceOptions: ParsableArguments {
  @Option(help: "The port; 0 takes any free one.")
  var port = 0

  @Option(help: ArgumentHelp("A project that exists; may be repeated.", valueName: "id"))
  var project: [String] = ["demo"]

  @Option(
    help: ArgumentHelp("An API key that may do everything; may be repeated.", valueName: "key"))
  var apiKey: [String] = ["demo-key"]

  @Option(
    help: ArgumentHelp(
      "A key that may do less: some of create, read, write, delete, and only in the projects that "
        + "are named, if any; may be repeated.",
      valueName: "key:right,...[:project,...]"))
  var limitedKey: [LimitedKey] = []

  @Option(help: "How answers look: a (2024), b (early 2025) or c (the newest description).")
  var shape: Shape = .a

  @Option(help: ArgumentHelp("The most tags of a device; any number if not given.", valueName: "n"))
  var maxTags: Int?

  @Option(help: ArgumentHelp("How many readings a new device sends at once.", valueName: "n"))
  var readings = 0

  @Option(
    help: ArgumentHelp(
      "Keep everything in this file, from one start to the next.", valueName: "file"))
  var state: String?

  @Flag(
    help: "Speak HTTPS, with a certificate for localhost and 127.0.0.1 that is made at each start.")
  var tls = false

  @Option(
    help: ArgumentHelp(
      "Where to write, as PEM, the authority that a client must trust.", valueName: "file"))
  var caOut: String?

  func validate() throws {
    guard tls || caOut == nil else { throw ValidationError("--ca-out goes with --tls.") }
    guard (0...65535).contains(port) else {
      throw ValidationError("--port takes a number from 0 to 65535.")
    }
    guard maxTags.map({ $0 >= 0 }) ?? true else {
      throw ValidationError("--max-tags takes a number from 0.")
    }
    guard (0...10_000).contains(readings) else {
      throw ValidationError("--readings takes a number from 0 to 10000.")
    }
  }

  func apply(to settings: inout WorldSettings) {
    settings.shape = shape
    settings.readingsPerDevice = readings
    settings.stateFile = state.map(StateFile.init)
  }

  /// Makes the certificate if the server speaks HTTPS, and writes its authority to `--ca-out`.
  func identity() throws -> TLSIdentity? {
    guard tls else { return nil }
    let identity = try TLSIdentity()
    if let caOut { try identity.authority.write(toFile: caOut, atomically: true, encoding: .utf8) }
    return identity
  }

  /// What the state file holds, or an empty model.
  func model(seed: UInt64, settings: WorldSettings) throws -> QubitroModel {
    var keys = Dictionary(apiKey.map { ($0, ModelKey()) }, uniquingKeysWith: { first, _ in first })
    for limited in limitedKey { keys[limited.key] = limited.rights }
    var rules = shape.rules
    rules.tagLimit = maxTags
    var model = QubitroModel(projects: project, keys: keys, seed: seed, rules: rules)
    if let saved = try settings.stateFile?.read() { model.restore(saved) }
    return model
  }
}

extension Shape: ExpressibleByArgument {}

/// A key that may not do everything: `KEY:RIGHT,...[:PROJECT,...]`.
struct LimitedKey: ExpressibleByArgument {
  var key: String
  var rights: ModelKey

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), !parts[0].isEmpty else { return nil }
    let names = parts[1].split(separator: ",")
    let rights = names.compactMap { ModelKey.Right(rawValue: String($0)) }
    guard rights.count == names.count else { return nil }
    let projects = parts.count == 3 ? Set(parts[2].split(separator: ",").map(String.init)) : nil
    key = String(parts[0])
    self.rights = ModelKey(rights: Set(rights), projects: projects)
  }
}
