import ArgumentParser
import Foundation
import Simulator

/// `qubitro-sim`: a Qubitro on this machine, for trying scripts and for tests.
@main
struct QubitroSim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qubitro-sim",
    abstract: "A Qubitro API on this machine, in memory.",
    discussion: """
      Prints "listening on http://127.0.0.1:PORT" once it accepts requests, and ends with SIGINT or SIGTERM.
      GET /_sim/devices shows every device with its token. POST /_sim/faults with {"faults": [NAME, ...]} spoils the next
      creates; the names are: \(Fault.allCases.map(\.rawValue).joined(separator: ", ")).
      """
  )

  @Option(help: "The port; 0 takes any free one.")
  var port = 0

  @Option(help: ArgumentHelp("A project that exists; may be repeated.", valueName: "id"))
  var project: [String] = ["demo"]

  @Option(help: ArgumentHelp("An API key that may create; may be repeated.", valueName: "key"))
  var apiKey: [String] = ["demo-key"]

  @Option(help: "Decides the ids and tokens to come.")
  var seed: UInt64 = 0

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
  }

  func run() async throws {
    let world = World(projects: project, keys: apiKey, seed: seed)
    try await SimulatorServer(world: world, port: port).run { port in
      FileHandle.standardOutput.write(Data("listening on http://127.0.0.1:\(port)\n".utf8))
    }
  }
}
