import QubitroModel
import TestSupport

/// A model in whose project devices named 0, 1, 2 and so on were created.
enum DevicesFixture {
  static func model(_ count: Int, rules: ModelRules = .a) throws -> QubitroModel {
    var model = QubitroModel(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key: ModelKey()], rules: rules)
    for number in 0..<count {
      let request = DeviceRequest(name: String(number), description: "d", source: "mqtt")
      _ = try model.createDevice(request, in: RunningSimulator.project, as: RunningSimulator.key)
    }
    return model
  }
}
