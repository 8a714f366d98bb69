import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

/// Every way to fail before or at the first device, by exit status.
struct FailureTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write("qubitro.create_device { name = 'd', source = 'mqtt' }", to: "one.lua")
  }

  private func run(
    _ simulator: RunningSimulator, _ arguments: String..., changing change: [String: String?] = [:]
  ) async throws -> CommandRun {
    var environment: [String: String] = [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": folder.file("key"), "QUBITRO_LEDGER": folder.file("ledger.sqlite"),
    ]
    for (name, value) in change { environment[name] = value }
    return try await CommandRun.of("qubitro-host", arguments, environment: environment, in: folder)
  }

  @Test func `usage errors are 64 and name the word`() async throws {
    try await RunningSimulator.run { simulator in
      for arguments in [
        ["run"], ["run", "one.lua", "--nope"], ["run", "one.lua", "-q", "-v"], ["nope"],
      ] {
        let run = try await CommandRun.of("qubitro-host", arguments, in: folder)
        #expect(run.exitStatus == 64)
      }
      let pair = try await run(simulator, "run", "one.lua", "novalue")
      #expect(pair.exitStatus == 64)
      #expect(
        pair.error == """
          qubitro-host: 'novalue' is not of the form KEY=VALUE; \
          the script comes first, then its arguments

          """)
    }
  }

  @Test func `a missing script is 66, a broken one 1 with its line`() async throws {
    try folder.write("local x =\nlocal", to: "broken.lua")
    try await RunningSimulator.run { simulator in
      let missing = try await run(simulator, "run", "none.lua")
      #expect(
        (missing.exitStatus, missing.error) == (
          66, "qubitro-host: the script none.lua does not exist\n"
        ))
      let broken = try await run(simulator, "run", "broken.lua")
      #expect(broken.exitStatus == 1)
      #expect(broken.error.contains("script failed: broken.lua:2: "))
    }
  }

  @Test func `an API that cannot be reached is 69, and the next run creates the device`()
    async throws
  {
    try await RunningSimulator.run { simulator in
      let nowhere = try await run(
        simulator, "run", "one.lua", changing: ["QUBITRO_BASE_URL": "http://127.0.0.1:1"])
      #expect(nowhere.exitStatus == 69)
      #expect(nowhere.error.contains("connection refused (127.0.0.1:1)"))
      #expect(nowhere.error.contains("ledger \(folder.file("ledger.sqlite")), run "))
      #expect(try await run(simulator, "run", "one.lua").exitStatus == 0)
      #expect(await simulator.world.devices.count == 1)
    }
  }

  @Test func `a ledger that cannot be used is 74, and nothing is sent`() async throws {
    try folder.write("not a database, not at all, really not", to: "garbage.sqlite")
    try await RunningSimulator.run { simulator in
      for ledger in [
        folder.file("garbage.sqlite"), folder.file("key/ledger.sqlite"), "/proc/ledger.sqlite",
      ] {
        let run = try await run(simulator, "run", "one.lua", changing: ["QUBITRO_LEDGER": ledger])
        #expect(run.exitStatus == 74)
        #expect(run.error.contains(ledger))
      }
      #expect(await simulator.world.createRequests == 0)
    }
  }

  @Test
  func `a disk that fills up under the ledger is 74, and no request goes out without its intent`()
    async throws
  {
    try folder.write(
      "for n = 1, 500 do qubitro.create_device { name = 'd' .. n, source = 'mqtt' } end",
      to: "many.lua")
    try await RunningSimulator.run { simulator in
      var environment = [
        "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      ]
      environment["QUBITRO_API_KEY_FILE"] = folder.file("key")
      environment["QUBITRO_LEDGER"] = folder.file("ledger.sqlite")
      // Files may grow to 600 blocks of 512 bytes, which is more than the empty tables take; the
      // signal that goes with it is ignored, so that writes fail as on a full disk.
      let run = try await CommandRun.of(
        "qubitro-host", ["run", "many.lua"], environment: environment, in: folder,
        through: "trap '' XFSZ; ulimit -f 600;")
      #expect(run.exitStatus == 74)
      #expect(run.error.contains("cannot be read or written"))
      let made = await simulator.world.devices.count
      #expect(made > 0 && made < 500)
      let again = try await CommandRun.of(
        "qubitro-host", ["run", "many.lua", "--settle-after", "1ms"], environment: environment,
        in: folder)
      #expect([0, 3].contains(again.exitStatus), "\(again.error)")
      #expect(Set(await simulator.world.devices.map(\.name)).count == 500)
      #expect(await simulator.world.devices.count == 500)
    }
  }

  @Test func `a refused key is 77, a wrong project and a missing key are 78`() async throws {
    try folder.write("QB_wrong_key_0000", to: "wrong")
    try await RunningSimulator.run { simulator in
      let wrong = try await run(simulator, "run", "one.lua", "--api-key-file", folder.file("wrong"))
      #expect(wrong.exitStatus == 77)
      #expect(wrong.error.contains("the API refused the key"))
      #expect(!wrong.error.contains("QB_wrong_key_0000"))
      #expect(try await run(simulator, "run", "one.lua", "--project", "none").exitStatus == 78)
      let missing = try await run(
        simulator, "run", "one.lua", changing: ["QUBITRO_API_KEY_FILE": nil])
      #expect(missing.exitStatus == 78)
      #expect(missing.error.contains("--api-key-file"))
      let noProject = try await run(
        simulator, "run", "one.lua", changing: ["QUBITRO_PROJECT_ID": nil])
      #expect(noProject.exitStatus == 78)
      #expect(noProject.error.contains("pass --project"))
    }
  }

  @Test func `output that cannot be written is 74, after the devices are made`() async throws {
    try await RunningSimulator.run { simulator in
      let environment = [
        "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
        "QUBITRO_API_KEY_FILE": folder.file("key"), "QUBITRO_LEDGER": folder.file("ledger.sqlite"),
      ]
      let run = try await CommandRun.of(
        "qubitro-host", ["run", "one.lua", "--json"], environment: environment, in: folder,
        through: "exec >/dev/full;")
      #expect(
        (run.exitStatus, run.error) == (
          74, "qubitro-host: standard output is not complete: No space left on device\n"
        ))
      #expect(await simulator.world.devices.count == 1)
    }
  }

  @Test func `the key may come through a link or standard input, and what cannot be read is 78`()
    async throws
  {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: folder.file("key"))
    try await RunningSimulator.run { simulator in
      #expect(try await run(simulator, "run", "one.lua", "--api-key-file", "link").exitStatus == 0)
      let arguments = [
        "run", "one.lua", "--project", "p", "--ledger", "ledger.sqlite", "--api-key-file", "-",
        "--base-url", simulator.baseURL,
      ]
      for shell in ["exec <&-;", "exec </tmp;", "exec </dev/null;"] {
        let unread = try await CommandRun.of("qubitro-host", arguments, in: folder, through: shell)
        #expect(unread.exitStatus == 78)
        #expect(unread.error.contains("standard input"))
      }
      let read = try await CommandRun.of(
        "qubitro-host", arguments + ["--project", RunningSimulator.project], in: folder,
        through: "exec <key;")
      #expect((read.exitStatus, read.error) == (0, ""))
    }
  }

  @Test func `help and version are no errors`() async throws {
    for arguments in [["--help"], ["run", "--help"], ["--version"]] {
      #expect(try await CommandRun.of("qubitro-host", arguments, in: folder).exitStatus == 0)
    }
    #expect(
      try await CommandRun.of("qubitro-host", ["run", "--help"], in: folder).output.contains(
        "75  try later"))
  }
}
