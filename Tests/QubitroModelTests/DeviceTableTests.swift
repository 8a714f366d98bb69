import Foundation
import QubitroModel
import Testing

struct DeviceTableTests {
  /// A model with devices named 0, 1, 2 and so on, every third of them in `q`.
  private func model(_ count: Int) throws -> QubitroModel {
    var model = ModelFixture.model()
    for number in 0..<count {
      let request = DeviceRequest(name: String(number), source: "mqtt")
      _ = try model.createDevice(request, in: number.isMultiple(of: 3) ? "q" : "p", as: "all")
    }
    return model
  }

  @Test func `devices keep the order of creation, whatever is deleted between them`() throws {
    var model = try model(9000)
    var expected = model.devices
    for device in expected where device.name != "7" && !device.name.hasSuffix("00") {
      try model.deleteDevice(device.id, in: device.project, as: "all")
    }
    expected.removeAll { $0.name != "7" && !$0.name.hasSuffix("00") }
    #expect(model.devices == expected)
    #expect(model.contents.devices.count == expected.count)
    let new = try model.createDevice(DeviceRequest(name: "new", source: "mqtt"), in: "p", as: "all")
    expected.append(new)
    #expect(model.devices == expected)
    for project in ["p", "q"] {
      #expect(
        Array(try model.listDevices(in: project, as: "all"))
          == expected.filter { $0.project == project })
    }
    for device in expected {
      #expect(try model.device(device.id, in: device.project, as: "all") == device)
    }
  }

  @Test func `a device that was deleted is gone for good`() throws {
    var model = try model(3)
    let device = model.devices[1]
    try model.deleteDevice(device.id, in: "p", as: "all")
    #expect(throws: Refusal.notFound) { try model.deleteDevice(device.id, in: "p", as: "all") }
    #expect(model.report(from: device.id, count: 1, until: Timestamp(seconds: 0)) == false)
    #expect(model.devices.map(\.name) == ["0", "2"])
  }

  @Test func `a project takes all of its devices with it, and no others`() throws {
    var model = try model(3000)
    try model.deleteDevice(model.devices[0].id, in: "q", as: "all")
    try model.deleteProject("q", as: "all")
    #expect(model.devices.count == 2000)
    #expect(model.devices.allSatisfy { $0.project == "p" })
    #expect(model.devices == Array(try model.listDevices(in: "p", as: "all")))
  }

  @Test func `a list stays as it was, whatever happens to its devices`() throws {
    var model = try model(1500)
    let list = try model.listDevices(in: "p", as: "all")
    let devices = Array(list)
    model.report(from: devices[0].id, count: 1, until: Timestamp(seconds: 0))
    try model.deleteDevice(devices[1].id, in: "p", as: "all")
    try model.deleteProject("q", as: "all")
    #expect(Array(list) == devices)
    #expect(try model.listDevices(in: "p", as: "all").count == devices.count - 1)
  }

  @Test func `it is saved as an array of devices`() throws {
    var model = try model(4)
    try model.deleteDevice(model.devices[1].id, in: "p", as: "all")
    let saved = try JSONEncoder().encode(model.contents)
    let json = try JSONSerialization.jsonObject(with: saved) as? [String: Any]
    #expect(
      (json?["devices"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == [
        "0", "2", "3",
      ])
    var restored = ModelFixture.model()
    restored.restore(try JSONDecoder().decode(ModelContents.self, from: saved))
    #expect(restored.devices == model.devices)
    #expect(try restored.device(model.devices[1].id, in: "p", as: "all").name == "2")
  }
}
