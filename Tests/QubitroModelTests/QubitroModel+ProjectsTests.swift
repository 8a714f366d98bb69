import QubitroModel
import Testing

struct QubitroModelProjectsTests {
  @Test func `projects are listed newest first, as far as the key reaches`() throws {
    var model = ModelFixture.model()
    let project = try model.createProject(ProjectRequest(name: "r", tags: ["x"]), as: "all")
    #expect(try model.listProjects(as: "all").map(\.id) == [project.id, "q", "p"])
    #expect(try model.listProjects(as: "p-only").map(\.id) == ["p"])
    #expect(try model.project(project.id, as: "all") == project)
  }

  @Test func `a key that is limited to projects creates none`() {
    var model = ModelFixture.model()
    #expect(throws: Refusal.forbidden) {
      try model.createProject(ProjectRequest(name: "r"), as: "p-only")
    }
  }

  @Test func `a project takes its devices with it`() throws {
    var model = ModelFixture.model()
    _ = try model.createDevice(DeviceRequest(name: "a", source: "mqtt"), in: "p", as: "all")
    let other = try model.createDevice(DeviceRequest(name: "b", source: "mqtt"), in: "q", as: "all")
    try model.deleteProject("p", as: "all")
    #expect(model.devices == [other])
    #expect(throws: Refusal.notFound) { try model.project("p", as: "all") }
  }

  @Test func `the newest rules want a description`() {
    var model = ModelFixture.model(.c)
    #expect(throws: Refusal.invalid("description is required")) {
      try model.createProject(ProjectRequest(name: "r"), as: "all")
    }
  }
}
