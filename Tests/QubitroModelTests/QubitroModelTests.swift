import QubitroModel
import Testing

struct QubitroModelTests {
  @Test func `ids follow from the seed`() throws {
    var one = ModelFixture.model()
    var other = ModelFixture.model()
    let request = DeviceRequest(name: "a", source: "mqtt")
    #expect(
      try one.createDevice(request, in: "p", as: "all")
        == other.createDevice(request, in: "p", as: "all"))
  }

  @Test(
    arguments: [
      (nil, "p", Refusal.unauthorized), ("wrong", "p", .unauthorized), ("reader", "p", .forbidden),
      ("p-only", "q", .forbidden),
      ("all", "none", .notFound),
    ] as [(String?, String, Refusal)])
  func `keys and projects are checked`(key: String?, project: String, refusal: Refusal) {
    var model = ModelFixture.model()
    #expect(throws: refusal) {
      try model.createDevice(DeviceRequest(name: "a", source: "mqtt"), in: project, as: key)
    }
    #expect(model.devices.isEmpty)
  }

  @Test func `the newest rules hide projects that a key does not reach`() {
    #expect(throws: Refusal.notFound) {
      try ModelFixture.model(.c).listDevices(in: "q", as: "p-only")
    }
    #expect(throws: Refusal.forbidden) {
      try ModelFixture.model(.b).listDevices(in: "q", as: "p-only")
    }
  }

  @Test(arguments: ModelKey.Right.allCases)
  func `a key can do what its rights say, and nothing else`(right: ModelKey.Right) throws {
    var model = ModelFixture.model(keys: ["one": ModelKey(rights: [right])])
    let device = try model.createDevice(
      DeviceRequest(name: "a", source: "http"), in: "p", as: "all")
    let permitted: Set<ModelKey.Right> = [
      outcome(.create) {
        _ = try model.createDevice(DeviceRequest(name: "b", source: "http"), in: "p", as: "one")
      },
      outcome(.create) { _ = try model.createProject(ProjectRequest(name: "r"), as: "one") },
      outcome(.read) { _ = try model.listProjects(as: "one") },
      outcome(.read) { _ = try model.project("p", as: "one") },
      outcome(.read) { _ = try model.listDevices(in: "p", as: "one") },
      outcome(.read) { _ = try model.device(device.id, in: "p", as: "one") },
      outcome(.read) { _ = try model.readings(ReadingQuery(), of: device.id, in: "p", as: "one") },
      outcome(.read) { _ = try model.readingKeys(of: device.id, in: "p", as: "one") },
      outcome(.delete) { try model.deleteReadings(of: device.id, in: "p", as: "one") },
      outcome(.delete) { try model.deleteDevice(device.id, in: "p", as: "one") },
      outcome(.delete) { try model.deleteProject("p", as: "one") },
    ].reduce(into: []) { rights, right in right.map { _ = rights.insert($0) } }
    #expect(permitted == (right == .write ? [] : [right]))
  }

  /// The right, when the body was permitted.
  private func outcome(_ right: ModelKey.Right, _ body: () throws -> Void) -> ModelKey.Right? {
    do {
      try body()
      return right
    } catch let refusal as Refusal where refusal == .forbidden {
      return nil
    } catch {
      Issue.record("\(right): \(error)")
      return nil
    }
  }

  @Test func `what was saved is restored, and a project that is new stays`() throws {
    var saved = ModelFixture.model()
    let device = try saved.createDevice(
      DeviceRequest(name: "a", source: "mqtt"), in: "p", as: "all")
    var model = QubitroModel(projects: ["p", "new"], keys: ["all": ModelKey()], seed: 9)
    model.restore(saved.contents)
    #expect(model.devices == [device])
    #expect(model.projects.map(\.id) == ["p", "q", "new"])
    let request = DeviceRequest(name: "b", source: "mqtt")
    #expect(
      try model.createDevice(request, in: "p", as: "all")
        == saved.createDevice(request, in: "p", as: "all"))
  }
}
