extension QubitroClient {
  /// Sends `GET /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}/data` with these query parameters.
  package func data(of device: String, in project: String, _ query: [(name: String, value: String)]) async -> CallOutcome {
    let url = baseURL.url("v2", "projects", project, "devices", device, "data") + BaseURL.query(query)
    return CallOutcome(await send(HTTPRequest(.get, url)).exchange)
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}/data/keys`.
  package func dataKeys(of device: String, in project: String) async -> CallOutcome {
    CallOutcome(
      await send(HTTPRequest(.get, baseURL.url("v2", "projects", project, "devices", device, "data", "keys"))).exchange)
  }
}
