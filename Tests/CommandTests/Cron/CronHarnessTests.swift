import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

/// What schedulers do to a job's surroundings; whatever it is, each device is made once, and the
/// ledger is sound.
struct CronHarnessTests {
  /// Surroundings in which a run is as good as anywhere.
  private static let harmless: [(name: String, shell: String, environment: [String: String])] = [
    ("nothing but what cron gives", "", [:]),
    ("closed standard input", "exec <&-;", [:]),
    ("closed standard error", "exec 2>&-;", [:]),
    ("standard input without an end", "exec </dev/zero;", [:]),
    ("another language", "", ["LANG": "C", "LC_ALL": "C"]),
    ("a language that is not there", "", ["LANG": "xx_YY.UTF-8", "LC_ALL": "xx_YY.UTF-8"]),
    ("far away", "", ["TZ": "Pacific/Kiritimati"]),
    ("no home", "unset HOME;", [:]),
    ("a mask that gives all away", "umask 000;", [:]),
    ("ignored signals", "trap '' PIPE HUP USR1;", [:]),
    ("few open files", "ulimit -n 64;", [:]),
    ("no core files, little stack", "ulimit -c 0; ulimit -s 1024;", [:]),
  ]

  @Test(arguments: harmless.indices)
  func `what surrounds a run changes nothing of it`(index: Int) async throws {
    let (name, shell, added) = Self.harmless[index]
    try await CronWorld.run { world in
      for _ in 1...2 {
        let run = try await world.run(
          "three.lua", through: shell, environment: world.environment.merging(added) { $1 })
        #expect((run.exitStatus, run.error) == (0, ""), "\(name)")
        #expect(run.output == "Fühler\t1\nFühler\t2\nFühler\t3\n", "\(name)")
      }
      #expect(await world.simulator.world.createRequests == 3, "\(name)")
      #expect(
        await world.simulator.world.devices.map(\.name) == ["Fühler-1", "Fühler-2", "Fühler-3"],
        "\(name)")
      #expect(try await world.violations() == [], "\(name)")
      for file in ["state/ledger.sqlite", "state/ledger.sqlite.lock"] {
        let mode =
          try FileManager.default.attributesOfItem(atPath: world.folder.file(file))[
            .posixPermissions] as? Int
        #expect(mode == 0o600, "\(name): \(file)")
      }
    }
  }

  @Test func `no environment at all is enough`() async throws {
    try await CronWorld.run { world in
      let run = try await world.run("three.lua", environment: [:])
      #expect((run.exitStatus, run.error) == (0, ""))
      #expect(try await world.violations() == [])
    }
  }

  @Test func `with all three streams closed nothing is written where it does not belong`()
    async throws
  {
    try await CronWorld.run { world in
      // Whatever is opened first would have the numbers of these streams, and get the reports.
      let failing = try await world.run("bad.lua", through: "exec <&- >&- 2>&-;")
      #expect(failing.exitStatus == 1)
      let run = try await world.run("three.lua", through: "exec <&- >&- 2>&-;")
      #expect(run.exitStatus == 74, "what it prints is lost")
      #expect(await world.simulator.world.createRequests == 3)
      #expect(try await world.violations() == [])
    }
  }

  @Test func `a reader that has gone is no failure, and full disks and closed streams are`()
    async throws
  {
    try await CronWorld.run { world in
      let gone = try await CommandRun.of(
        "qubitro-host", [world.path(of: "three.lua")], environment: world.environment,
        in: world.folder,
        through: #"{ "$0" run "$@"; echo $? >status; } | true; exit "$(cat status)";"#)
      #expect((gone.exitStatus, gone.error) == (0, ""))
      for shell in ["exec >&-;", "exec >/dev/full;"] {
        let run = try await world.run("three.lua", through: shell)
        #expect(run.exitStatus == 74)
        #expect(
          run.error.hasPrefix("qubitro-host: standard output is not complete: "), "\(run.error)")
      }
      #expect(await world.simulator.world.createRequests == 3)
      #expect(try await world.violations() == [])
    }
  }

  @Test func `a working folder that may not be written, or is gone, is none of its business`()
    async throws
  {
    try await CronWorld.run { world in
      let gone = try await world.run("three.lua", through: "mkdir gone; cd gone; rmdir ../gone;")
      #expect((gone.exitStatus, gone.error) == (0, ""))
      let readOnly = try await world.run("three.lua", through: "cd /proc;")
      #expect((readOnly.exitStatus, readOnly.error) == (0, ""))
      #expect(await world.simulator.world.createRequests == 3)
    }
  }

  @Test(.enabled(if: RealCron.canMount, "mounting needs root"))
  func `a real disk that is full ends with 74, and with room again the devices are made`()
    async throws
  {
    try await CronWorld.run { world in
      let mount = "mount -t tmpfs -o size=64k none '\(world.folder.file("state"))';"
      let full = try await CommandRun.of(
        "/usr/bin/unshare",
        [
          "-m", "sh", "-c", "\(mount) exec \"$0\" \"$@\"", CommandRun.path(of: "qubitro-host"),
          "run", world.path(of: "three.lua"),
        ],
        environment: world.environment, in: world.folder)
      #expect(full.exitStatus == 74, "\(full.error)")
      #expect(full.error.contains("make room on its disk"), "\(full.error)")
      #expect(await world.simulator.world.createRequests == 0)
      #expect(try await world.run("three.lua").exitStatus == 0)
      #expect(try await world.violations() == [])
    }
  }
}
