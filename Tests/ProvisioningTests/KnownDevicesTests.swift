import Ledger
import QubitroModel
import Simulator
import TestSupport
import Testing

/// A create is sent again only on evidence that it came to nothing.
struct KnownDevicesTests {
  private static let shapes: [Shape] = [.a, .b, .c]

  @Test(arguments: shapes)
  func `what is proven absent is sent again, once`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.lost("absent", minutes: 20)
      try await world.known("newer", minutes: 10)
      #expect(
        try await world.run("absent").output == "absent\tnil\tnil\tunknown\n",
        "one list is no proof")
      let run = try await world.run("absent")
      #expect((run.exitStatus, run.output) == (0, "absent\ttrue\ttrue\tnil\n"), "\(run.error)")
      #expect(try await world.run("absent").output == "absent\tfalse\ttrue\tnil\n")
      #expect(await world.count("absent") == 1)
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `a run gives a slow backend time, and finds what it makes late`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      await world.simulator.world.inject([.none, .lateCreate])
      let first = try await world.run("d1", "late", "d3")
      #expect(first.exitStatus == 75, "\(first.error)")
      #expect(first.error.contains("a slow backend may still create it"))
      #expect(try await world.run("late").output == "late\tnil\tnil\tunknown\n")
      await world.simulator.world.settle()
      #expect(try await world.run("late").exitStatus == (shape == .a ? 3 : 0))
      #expect(await world.count("late") == 1)
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes, [Fault.truncatedList, .emptyList])
  func `a list that is cut off proves no absence`(shape: Shape, fault: Fault) async throws {
    try await SettlingWorld.run(shape) { world in
      // The list shows every second device, so that the last of three by creation is shown, and not
      // the second.
      try await world.known("known", minutes: 110)
      try await world.make("lost")
      try await world.lost("lost", minutes: 100)
      try await world.known("newer", minutes: 50)
      try await world.known("newest", minutes: 50)
      await world.simulator.world.inject([fault])
      #expect(try await world.run("lost").output == "lost\tnil\tnil\tunknown\n")
      #expect(await world.count("lost") == 1)
      #expect(try await world.run("lost").exitStatus == (shape == .a ? 3 : 0))
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `a list that lags behind proves no absence`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.known("a", "b", "c", minutes: 30)
      try await world.make("lost")
      try await world.lost("lost", minutes: 20)
      await world.simulator.world.inject([.laggingList])
      #expect(try await world.run("lost").output == "lost\tnil\tnil\tunknown\n")
      #expect(try await world.run("lost").exitStatus == (shape == .a ? 3 : 0))
      #expect(await world.count("lost") == 1)
      #expect(try await world.violations() == [])
    }
  }

  @Test(arguments: shapes)
  func `a device that was deleted by hand does not keep absence from being proven`(shape: Shape)
    async throws
  {
    try await SettlingWorld.run(shape) { world in
      try await world.known("gone", minutes: 30)
      try await world.lost("absent", minutes: 20)
      try await world.known("newer", minutes: 10)
      let gone = await world.simulator.world.devices.first { $0.name == "gone" }?.id ?? ""
      try await world.delete(gone)
      #expect(try await world.run("absent").exitStatus == 75)
      #expect(try await world.run("absent").output == "absent\ttrue\ttrue\tnil\n")
      #expect(await world.count("absent") == 1)
    }
  }

  @Test func `after ten runs that found nothing a person is asked, and the exit status is 3`()
    async throws
  {
    try await SettlingWorld.run(.c) { world in
      try await world.known("known", minutes: 70)
      try await world.lost("lost", minutes: 65)
      await world.simulator.world.inject(Array(repeating: .emptyList, count: 10))
      for _ in 1...9 { #expect(try await world.run("lost").exitStatus == 75) }
      let tenth = try await world.run("lost")
      #expect(tenth.exitStatus == 3)
      #expect(tenth.error.contains("after 10 looks"), "\(tenth.error)")
    }
  }

  @Test(arguments: shapes)
  func `an empty list and one wrong 404 are no proof`(shape: Shape) async throws {
    try await SettlingWorld.run(shape) { world in
      try await world.known("known", minutes: 70)
      try await world.make("lost")
      try await world.lost("lost", minutes: 65)
      await world.simulator.world.inject([.emptyList, .getNotFound])
      for _ in 1...2 { #expect(try await world.run("lost").exitStatus == 75) }
      #expect(try await world.run("lost").exitStatus == (shape == .a ? 3 : 0))
      #expect(await world.count("lost") == 1)
      #expect(try await world.violations() == [])
    }
  }
}
