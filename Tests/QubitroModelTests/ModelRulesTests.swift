import QubitroModel
import Testing

struct ModelRulesTests {
  private func refusal(_ request: DeviceRequest, _ rules: ModelRules) -> Refusal? {
    var model = ModelFixture.model(rules)
    do throws(Refusal) {
      _ = try model.createDevice(request, in: "p", as: "all")
      return nil
    } catch {
      return error
    }
  }

  private func device(
    name: String = "a", description: String = "d", source: String = "mqtt", tags: [String] = []
  ) -> DeviceRequest {
    DeviceRequest(name: name, description: description, source: source, tags: tags)
  }

  @Test(arguments: [
    DeviceRequest(source: "mqtt"), DeviceRequest(name: "", source: "mqtt"),
    DeviceRequest(name: "a"),
    DeviceRequest(name: "a", source: "lora"),
  ])
  func `name and source are required by every generation`(request: DeviceRequest) {
    for rules in [ModelRules.a, .b, .c] { #expect(refusal(request, rules)?.status == 400) }
  }

  @Test(
    arguments: [
      ("a", 100, "d", 500, nil), ("a", 101, "d", 1, "name has at most 100 characters"),
      ("a", 1, "d", 501, "description has at most 500 characters"),
      ("a", 1, "d", 0, "description is required"),
      ("ä", 100, "ü", 500, nil),
    ] as [(String, Int, String, Int, String?)])
  func `lengths are limited in the newest generation alone`(
    name: String, nameCount: Int, description: String, descriptionCount: Int, reason: String?
  ) {
    let request = device(
      name: String(repeating: name, count: nameCount),
      description: String(repeating: description, count: descriptionCount))
    #expect(refusal(request, .c) == reason.map(Refusal.invalid))
    #expect(refusal(request, .a) == nil)
    #expect(refusal(request, .b) == nil)
  }

  @Test func `tags of the newest generation hold letters, digits and underscores`() {
    for tag in ["with-hyphen", "with blank", "", "ümlaut"] {
      #expect(refusal(device(tags: [tag]), .c)?.status == 400)
      #expect(refusal(device(tags: [tag]), .a) == nil)
    }
    #expect(refusal(device(tags: ["Good_1"]), .c) == nil)
  }

  @Test func `only the newest generation knows intemo-wifi`() {
    #expect(refusal(device(source: "intemo-wifi"), .c) == nil)
    #expect(
      refusal(device(source: "intemo-wifi"), .b) == .invalid("source must be one of http, mqtt"))
  }

  @Test func `the number of tags is limited where somebody says so`() {
    var rules = ModelRules.c
    #expect(refusal(device(tags: ["a", "b", "c", "d"]), rules) == nil)
    rules.tagLimit = 3
    #expect(
      refusal(device(tags: ["a", "b", "c", "d"]), rules) == .invalid("a device has at most 3 tags"))
    #expect(refusal(device(tags: ["a", "b", "c"]), rules) == nil)
  }
}
