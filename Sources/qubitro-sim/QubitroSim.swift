import ArgumentParser
import Foundation
import Simulator

/// `qubitro-sim`: a Qubitro API on this machine, for trying scripts and for tests.
@main
struct QubitroSim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qubitro-sim",
    abstract: "A Qubitro API on this machine, which misbehaves a little unless it is told not to.",
    discussion: """
      Prints "listening on http://127.0.0.1:PORT" once it accepts requests, and ends with SIGINT \
      or SIGTERM. About one create in twenty is struck by a fault, drawn from the seed that is \
      printed on standard error; --tame turns that off.

      GET /_sim/devices shows every device with its token, GET /_sim/journal the newest \
      requests. POST /_sim/faults with {"faults": [NAME, ...]} spoils the next requests. \
      docs/simulator.md has the rest.

      The faults:
      \(Fault.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))
      """
  )

  @OptionGroup(title: "What it serves") var service: ServiceOptions
  @OptionGroup(title: "How it misbehaves") var behaviour: BehaviourOptions

  @Option(
    help: "Decides the ids, the tokens and the faults to come; without it, every start is another.")
  var seed: UInt64?

  func run() async throws {
    let seed = seed ?? UInt64.random(in: 0..<1_000_000_000)
    var settings = WorldSettings()
    service.apply(to: &settings)
    behaviour.apply(to: &settings)
    let world = World(
      try service.model(seed: seed, settings: settings), seed: seed, settings: settings)
    if let warning = behaviour.warning(seed: seed) {
      FileHandle.standardError.write(Data("\(warning)\n".utf8))
    }
    let identity = try service.identity()
    try await SimulatorServer(world: world, port: service.port, identity: identity).run { port in
      let scheme = identity == nil ? "http" : "https"
      FileHandle.standardOutput.write(Data("listening on \(scheme)://127.0.0.1:\(port)\n".utf8))
    }
  }
}
