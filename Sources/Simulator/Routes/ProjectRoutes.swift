import HTTPTypes
import Hummingbird
import QubitroModel

/// `/v2/projects` and the projects below it.
struct ProjectRoutes: Sendable {
  let world: World

  private var shape: Shape { world.settings.shape }

  func list(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await Endpoint(action: "list projects", shape: shape).answer(.ok, "Projects listed successfully.") {
      let key = request.bearer
      return .array(try await world.read { try $0.listProjects(as: key) }.map(shape.project))
    }
  }

  func get(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await Endpoint(action: "get project", shape: shape).answer(.ok, "Project found.") {
      let (project, key) = (try context.parameters.require("project"), request.bearer)
      return shape.project(try await world.read { try $0.project(project, as: key) })
    }
  }

  func create(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await Endpoint(action: "create project", shape: shape).answer(.created, "Project created successfully.") {
      let key = request.bearer
      let body = try? await request.decode(as: ProjectRequest.self, context: context)
      return shape.project(
        try await world.change { model throws in
          try model.authorize(key, to: .create)
          guard let body else { throw Refusal.invalid("the body is not a JSON object with the documented fields") }
          return try model.createProject(body, as: key)
        })
    }
  }

  func delete(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await Endpoint(action: "delete project", shape: shape).answer("Project deleted successfully.") {
      let (project, key) = (try context.parameters.require("project"), request.bearer)
      try await world.change { try $0.deleteProject(project, as: key) }
    }
  }
}
