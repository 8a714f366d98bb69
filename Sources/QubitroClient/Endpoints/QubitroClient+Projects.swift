extension QubitroClient {
  /// Sends `GET /v2/projects`; a key that is limited to projects sees only these.
  package func projects() async -> CallOutcome {
    CallOutcome(await send(HTTPRequest(.get, baseURL.url("v2", "projects"))).exchange)
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}`.
  package func project(_ id: String) async -> CallOutcome {
    CallOutcome(await send(HTTPRequest(.get, baseURL.url("v2", "projects", id))).exchange)
  }

  /// Sends `POST /v2/projects`; two equal ones may make two projects, so it is sent again only where nothing can have come of it.
  package func createProject(_ fields: [String: JSON]) async -> CallOutcome {
    let request = HTTPRequest(.post, baseURL.url("v2", "projects"), body: JSON.object(fields).bytes)
    return CallOutcome(await send(request).exchange)
  }

  /// Sends `DELETE /v2/projects/{PROJECT_ID}`, which deletes its devices too.
  package func deleteProject(_ id: String) async -> CallOutcome {
    CallOutcome(await send(HTTPRequest(.delete, baseURL.url("v2", "projects", id))).exchange)
  }
}
