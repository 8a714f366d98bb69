import Foundation
import Simulator
import TestSupport
import Testing

/// What an ops team's mailbox gets from Debian's own cron.
@Suite(.enabled(if: RealCron.canMount, "a cron of one's own needs root"))
struct CronTests {
  @Test
  func `under cron silence is success, a change can be one line, and a failure is told whole`()
    async throws
  {
    try await CronWorld.run { world in
      let cron = RealCron(in: world.folder)
      try world.folder.write(
        "for n = 1, 2 do qubitro.create_device { name = 'quiet' .. n, source = 'mqtt' } end",
        to: "scripts/quiet.lua")
      try world.folder.write(
        "for n = 1, 2 do qubitro.create_device { name = 'told' .. n, source = 'mqtt' } end",
        to: "scripts/told.lua")
      let program = try CommandRun.path(of: "qubitro-host")
      func line(_ words: String, ledger: String) -> String {
        "\(program) run \(words) --ledger \(world.folder.file("state-\(ledger)/l.sqlite"))"
      }
      let mails = try await cron.run(
        [
          line(world.path(of: "quiet.lua"), ledger: "quiet"),
          line("\(world.path(of: "told.lua")) --report change", ledger: "told"),
          // On a busy machine a run may still be going on when the next one begins.
          line("\(world.path(of: "bad.lua")) --overlap wait", ledger: "bad"),
        ], times: 2)
      #expect(try cron.statuses(of: 0).allSatisfy { $0 == "0" })
      #expect(try cron.statuses(of: 1).allSatisfy { $0 == "0" })
      #expect(try cron.statuses(of: 2).allSatisfy { $0 == "1" })
      #expect(!mails.contains { $0.subject.contains("quiet.lua") })

      let changes = mails.filter { $0.subject.contains("told.lua") }
      #expect(changes.count == 1, "only the first run made anything")
      #expect(changes.first?.body.split(separator: "\n").count == 1, "\(changes.first?.body ?? "")")
      #expect(changes.first?.body.contains("created 2") == true)

      let failures = mails.filter { $0.subject.contains("bad.lua") }
      #expect(failures.count >= 2)
      for mail in failures {
        for word in ["bad.lua:1", "pigeon", "next: ", "exit status 1"] {
          #expect(mail.body.contains(word), "\(word) in \(mail.body)")
        }
      }
      #expect(await world.simulator.world.createRequests == 4)
    }
  }
}
