import QubitroModel
import Testing

struct QubitroModelDevicesTests {
  private let request = DeviceRequest(name: "a", source: "mqtt")

  @Test func `what is left out gets the documented defaults`() throws {
    var model = ModelFixture.model()
    let device = try model.createDevice(request, in: "p", as: "all")
    #expect((device.brand, device.model) == ("Custom", "Custom"))
    #expect(device.tags == [])
    #expect(device.lastSeen == nil)
    #expect(device.token.count == 40)
    #expect(model.devices == [device])
  }

  @Test func `two equal requests make two devices`() throws {
    var model = ModelFixture.model()
    let first = try model.createDevice(request, in: "p", as: "all")
    let second = try model.createDevice(request, in: "p", as: "all")
    #expect(first.id != second.id)
    #expect(first.token != second.token)
  }

  @Test func `the last seen come first, and those that never reported last`() throws {
    var model = ModelFixture.model()
    var ids: [String: String] = [:]
    for name in ["silent-1", "old", "silent-2", "new"] {
      ids[name] = try model.createDevice(
        DeviceRequest(name: name, source: "http"), in: "p", as: "all"
      ).id
    }
    _ = try model.createDevice(DeviceRequest(name: "elsewhere", source: "http"), in: "q", as: "all")
    model.report(from: try #require(ids["old"]), count: 1, until: Timestamp(seconds: 100))
    model.report(from: try #require(ids["new"]), count: 1, until: Timestamp(seconds: 200))
    #expect(
      try model.listDevices(in: "p", as: "all").map(\.name) == [
        "new", "old", "silent-1", "silent-2",
      ])
  }

  @Test func `a list can ask for metadata, all pairs of which must be there`() throws {
    var model = ModelFixture.model(.c)
    for (name, metadata) in [
      ("a", ["site": "fra", "row": "1"]), ("b", ["site": "fra"]), ("c", [:]),
    ] {
      let request = DeviceRequest(name: name, description: "d", source: "mqtt", metadata: metadata)
      _ = try model.createDevice(request, in: "p", as: "all")
    }
    #expect(
      try model.listDevices(in: "p", matching: ["site": "fra"], as: "all").map(\.name) == [
        "a", "b",
      ])
    #expect(
      try model.listDevices(in: "p", matching: ["site": "fra", "row": "1"], as: "all").map(\.name)
        == ["a"])
    #expect(try model.listDevices(in: "p", matching: ["site": "muc"], as: "all").isEmpty)
  }

  @Test func `the oldest rules keep no metadata, and the older two filter by none`() throws {
    for (rules, kept) in [(ModelRules.a, [:]), (.b, ["k": "v"])] as [(ModelRules, [String: String])]
    {
      var model = ModelFixture.model(rules)
      let request = DeviceRequest(name: "a", source: "mqtt", metadata: ["k": "v"])
      #expect(try model.createDevice(request, in: "p", as: "all").metadata == kept)
      #expect(try model.listDevices(in: "p", matching: ["k": "other"], as: "all").count == 1)
    }
  }

  @Test func `a device is found and deleted in its own project only`() throws {
    var model = ModelFixture.model()
    let device = try model.createDevice(request, in: "p", as: "all")
    #expect(try model.device(device.id, in: "p", as: "all") == device)
    #expect(throws: Refusal.notFound) { try model.device(device.id, in: "q", as: "all") }
    #expect(throws: Refusal.notFound) { try model.deleteDevice(device.id, in: "q", as: "all") }
    try model.deleteDevice(device.id, in: "p", as: "all")
    #expect(throws: Refusal.notFound) { try model.device(device.id, in: "p", as: "all") }
  }
}
