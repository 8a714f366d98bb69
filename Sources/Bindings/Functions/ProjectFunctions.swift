import Effects
import JSONCodec
import QubitroClient

/// `qubitro.list_projects`, `get_project`, `create_project` and `delete_project`.
enum ProjectFunctions {
  static let bindings = [listProjects, getProject, createProject, deleteProject]

  private static let listProjects = Binding(
    Signature(
      "qubitro.list_projects", "Returns the projects that the key may see.", .api(.reads))
  ) { call in
    await call.ask { client in call.reply(await client.projects()) }
  }

  private static let getProject = Binding(
    Signature(
      "qubitro.get_project", "Returns one project.", .api(.reads),
      parameters: [Parameter("id", .text, "the project's id; the run's when left out")])
  ) { call in
    let arguments = Value.map(["project": call.arguments["id"]])
    return await call.api.call(call.signature, arguments, at: call.location) { client, project in
      call.reply(await client.project(project), on: project)
    }
  }

  /// Each call makes a project: only devices are made once per key.
  private static let createProject = Binding(
    Signature(
      "qubitro.create_project", "Creates a project; unlike a device, each call makes one.",
      .api(.writes), style: .fields,
      parameters: [
        Parameter("name", .text, required: true, "the project's name"),
        Parameter("description", .text, "a brief description; the name when left out"),
        Parameter("tags", .list(of: .text), "labels; may be empty"),
      ])
  ) { call in
    await call.ask { client in
      let name = call.arguments["name"].text ?? ""
      let tags = (call.arguments["tags"].elements ?? []).compactMap(\.text)
      let fields: [String: JSON] = [
        "name": .string(name), "description": .string(call.arguments["description"].text ?? name),
        "tags": .array(tags.map(JSON.string)),
      ]
      return call.reply(await client.createProject(fields), on: name)
    }
  }

  private static let deleteProject = Binding(
    Signature(
      "qubitro.delete_project", "Deletes a project with all of its devices; needs --allow-delete.",
      .api(.deletes), parameters: [Parameter("id", .text, required: true, "the project's id")]),
    by: .deleteHandler(.project))
}
