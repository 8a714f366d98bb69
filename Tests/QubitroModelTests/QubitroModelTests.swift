import QubitroModel
import Testing

struct QubitroModelTests {
  private func model() -> QubitroModel {
    QubitroModel(
      projects: ["p", "q"],
      keys: ["all": ModelKey(), "p-only": ModelKey(projects: ["p"]), "reader": ModelKey(rights: [.read])], seed: 1)
  }

  private let request = DeviceRequest(name: "a", source: "mqtt")

  @Test func `what is left out gets the documented defaults`() throws {
    var model = model()
    let device = try model.createDevice(request, in: "p", as: "all")
    #expect((device.brand, device.model) == ("Custom", "Custom"))
    #expect(device.tags == [])
    #expect(device.token.count == 40)
    #expect(model.devices == [device])
  }

  @Test func `two equal requests make two devices`() throws {
    var model = model()
    let first = try model.createDevice(request, in: "p", as: "all")
    let second = try model.createDevice(request, in: "p", as: "all")
    #expect(first.id != second.id)
    #expect(first.token != second.token)
  }

  @Test func `ids follow from the seed`() throws {
    var one = model()
    var other = model()
    #expect(try one.createDevice(request, in: "p", as: "all") == other.createDevice(request, in: "p", as: "all"))
  }

  @Test(
    arguments: [
      (nil, "p", Refusal.unauthorized), ("wrong", "p", .unauthorized), ("reader", "p", .forbidden), ("p-only", "q", .forbidden),
      ("all", "none", .notFound),
    ] as [(String?, String, Refusal)])
  func `keys and projects are checked`(key: String?, project: String, refusal: Refusal) {
    var model = model()
    #expect(throws: refusal) { try model.createDevice(request, in: project, as: key) }
    #expect(model.devices.isEmpty)
  }

  @Test(arguments: [
    DeviceRequest(source: "mqtt"), DeviceRequest(name: "", source: "mqtt"), DeviceRequest(name: "a"),
    DeviceRequest(name: "a", source: "lora"),
  ])
  func `a request that breaks the rules is invalid`(request: DeviceRequest) {
    var model = model()
    let refusal = #expect(throws: Refusal.self) { try model.createDevice(request, in: "p", as: "all") }
    #expect(refusal?.status == 400)
  }
}
