import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

/// P6: neither the API key nor a token is in any byte that a command writes, whatever is asked for
/// and whatever fails.
struct CanaryTests {
  private static let verbosities = [
    [], ["-q"], ["-v"], ["--json"], ["-v", "--json"], ["--report", "always"],
  ]

  @Test(arguments: [Shape.a, .c])
  func `no verb shows a secret, at any verbosity`(shape: Shape) async throws {
    try await CanaryWorld.run(shape) { world in
      for verbosity in Self.verbosities {
        for verb in ["plan", "run"] {
          for arguments in [[], ["fails=true", "n=3"]] {
            try await world.run([verb, "careless.lua"] + arguments + verbosity)
          }
        }
        try await world.run(["reconcile"] + verbosity)
      }
      for verb in Self.looking {
        try await world.run(verb)
        try await world.run(verb + ["--json"])
      }
      for format in ["csv", "json", "ndjson"] {
        try await world.run(["devices", "export", "--format", format])
      }
      try await world.run(["ledger", "backup", "backup.sqlite"])
    }
  }

  private static let looking = [
    ["devices", "list"], ["devices", "show", "canary-1"], ["devices", "show", "none"],
    ["runs", "list"], ["unknown", "list"],
    ["ledger", "verify"], ["doctor"], ["check", "careless.lua"], ["config", "show"], ["import"],
    ["unknown", "resolve", "canary-1", "--accept"],
    ["unknown", "resolve", "canary-1", "--created", "none"],
    ["devices", "forget", "canary-1"],
    ["import", "--apply"],
  ]

  @Test(arguments: [Shape.b, .c])
  func `no failure of the API shows a secret`(shape: Shape) async throws {
    try await CanaryWorld.run(shape) { world in
      for (number, fault) in Fault.allCases.enumerated()
      where fault.target != .create || fault.usualWeight > 0 {
        await world.simulator.world.inject([fault, .none, fault])
        try await world.run([
          "run", "careless.lua", "n=\(number % 5 + 1)", "fails=\(number % 3 == 0)",
          number % 2 == 0 ? "-v" : "--json",
        ])
      }
      for verb in [
        ["reconcile", "-v"], ["unknown", "list"], ["devices", "list"], ["runs", "list"],
        ["run", "careless.lua", "n=6"],
      ] {
        try await world.run(verb)
      }
    }
  }

  @Test(arguments: [200, 201, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503])
  func `an API that sends back whatever it was sent gives nothing away`(status: Int) async throws {
    let token = "tok_of_a_device_that_was_sent_back"
    try await CanaryWorld.run(.c) { world in
      try await RawServer.run(answering: { _, request in
        let echo = request.replacing("\r\n", with: " ").replacing("\"", with: "'")
        let body = #"""
          {"message": "you sent \#(echo)", "errors": ["\#(echo)"], "device_token": "\#(token)", \#
          "raw": "\#(token)"}
          """#
        let head = [
          "HTTP/1.1 \(status) \(RunningSimulator.key)",
          status == 302 ? "location: /\(RunningSimulator.key)" : nil,
          "content-type: application/json", "content-length: \(body.utf8.count)",
        ].compactMap(\.self)
        return head.joined(separator: "\r\n") + "\r\n\r\n" + body
      }) { _, port in
        let url = "http://127.0.0.1:\(port)"
        for words in [
          ["run", "careless.lua", "--without-list", "-v"], ["run", "careless.lua", "--json"],
          ["run", "careless.lua", "fails=true"],
          ["plan", "careless.lua"], ["reconcile", "-v"], ["import"], ["unknown", "list"],
          ["runs", "list"],
          ["devices", "list", "--json"],
          ["devices", "show", "canary-1"],
        ] {
          try await world.run(words, baseURL: url, tokens: [token])
        }
      }
    }
  }

  @Test func `a wrong key, and one that only a command knows, are shown nowhere`() async throws {
    try await CanaryWorld.run(.b) { world in
      for words in [
        ["run", "careless.lua"], ["plan", "careless.lua"], ["reconcile"], ["import"], ["doctor"],
        ["config", "show"],
      ] {
        let key = "QB_key_of_a_command_0001"
        let command = "printf %s_%s QB_key_of_a_command 0001"
        let options = words[0] == "config" ? [] : ["--api-key-command", command]
        try await world.run(words + options, tokens: [key])
      }
    }
  }
}
