extension QubitroModel {
  /// The projects that the key reaches, newest first.
  package func listProjects(as key: String?) throws(Refusal) -> [ModelProject] {
    let known = try authorize(key, to: .read)
    return projects.reversed().filter { known.covers($0.id) }
  }

  /// One project.
  package func project(_ id: String, as key: String?) throws(Refusal) -> ModelProject {
    try authorize(key, to: .read, in: id)
    return projects[try contents.index(ofProject: id)]
  }

  /// Creates a project; a key that is limited to projects may not.
  package mutating func createProject(
    _ request: ProjectRequest, as key: String?
  ) throws(Refusal) -> ModelProject {
    guard try authorize(key, to: .create).projects == nil else { throw .forbidden }
    let name = try rules.name(request.name)
    let description = try rules.description(request.description)
    let tags = try rules.tags(request.tags)
    let project = ModelProject(
      id: contents.generator.uuid(), name: name, description: description, tags: tags)
    contents.projects.append(project)
    return project
  }

  /// Deletes a project with its devices and their readings.
  package mutating func deleteProject(_ id: String, as key: String?) throws(Refusal) {
    try authorize(key, to: .delete, in: id)
    contents.projects.remove(at: try contents.index(ofProject: id))
    for device in contents.devices.list(in: id) { contents.readings[device.id] = nil }
    contents.devices.removeAll(in: id)
  }
}

/// A project that exists in the model.
package struct ModelProject: Hashable, Sendable, Codable {
  package var id: String
  package var name: String
  package var description: String
  package var tags: [String]

  package init(id: String, name: String, description: String = "", tags: [String] = []) {
    self.id = id
    self.name = name
    self.description = description
    self.tags = tags
  }
}

/// The body of a request for a new project, before the model checks it.
package struct ProjectRequest: Hashable, Sendable, Codable {
  package var name: String?
  package var description: String?
  package var tags: [String]?

  package init(name: String? = nil, description: String? = nil, tags: [String]? = nil) {
    self.name = name
    self.description = description
    self.tags = tags
  }
}
