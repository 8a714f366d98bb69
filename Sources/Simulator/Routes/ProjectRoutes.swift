import HTTPTypes
import Hummingbird
import QubitroModel

/// `/v2/projects` and the projects below it.
struct ProjectRoutes: Sendable {
  let world: World

  private var shape: Shape { world.settings.shape }

  func list(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("list projects").answer(.ok, "Projects listed successfully.") {
      let key = request.bearer
      return .array(try await world.read { try $0.listProjects(as: key) }.map(shape.project))
    }
  }

  func get(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("get project").answer(.ok, "Project found.") {
      let (project, key) = (try context.project, request.bearer)
      return shape.project(try await world.read { try $0.project(project, as: key) })
    }
  }

  func create(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("create project").answer(.created, "Project created successfully.") {
      let key = request.bearer
      let body = try? await request.decode(as: ProjectRequest.self, context: context)
      let project = try await world.change { model throws in
        try model.authorize(key, to: .create)
        guard let body else { throw Refusal.unreadableBody }
        return try model.createProject(body, as: key)
      }
      return shape.project(project)
    }
  }

  func delete(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("delete project").answer("Project deleted successfully.") {
      let (project, key) = (try context.project, request.bearer)
      try await world.change { try $0.deleteProject(project, as: key) }
    }
  }
}
