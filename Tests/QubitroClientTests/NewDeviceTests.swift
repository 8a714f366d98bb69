import QubitroClient
import Testing

struct NewDeviceTests {
  private func body(_ device: NewDevice) -> String {
    String(decoding: device.body(), as: UTF8.self)
  }

  @Test func `an empty list of tags is sent, an absent brand and model are not`() throws {
    #expect(
      body(NewDevice(name: "a", description: "b", source: "mqtt"))
        == #"{"description":"b","name":"a","source":"mqtt","tags":[]}"#)
  }

  @Test func `every documented field is sent under its name`() throws {
    let device = NewDevice(
      name: "ä\"/", description: "b", source: "http", tags: ["x", "y"], brand: "B", model: "M")
    #expect(
      body(device) == #"""
        {"brand":"B","description":"b","model":"M","name":"ä\"/","source":"http","tags":["x","y"]}
        """#)
  }
}
