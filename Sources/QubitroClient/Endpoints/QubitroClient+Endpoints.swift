extension QubitroClient {
  /// Sends `POST /v2/projects/{PROJECT_ID}/devices` and returns what became of it.
  ///
  /// `body` is the JSON of a `NewDevice`. An attempt follows another only when that one provably created nothing.
  package func createDevice(in project: String, body: [UInt8], with ticket: CreatePermission.Ticket) async -> Delivery {
    await sendPaced(HTTPRequest(.post, baseURL.url("v2", "projects", project, "devices"), body: body), with: ticket)
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}/devices`, whose answer holds the whole project, and hands each device on as it comes.
  ///
  /// Where `metadata` is given the API returns only devices that have all of these pairs. What comes back says whether the list was
  /// whole; devices of one that was not have been handed on all the same.
  package func listDevices(
    in project: String, metadata: [(name: String, value: String)] = [], to receiver: any DeviceReceiver
  ) async -> CallOutcome {
    let list = DeviceList(to: receiver)
    let filter = metadata.map { "\($0.name):\($0.value)" }.joined(separator: ",")
    let url = baseURL.url("v2", "projects", project, "devices") + BaseURL.query(filter.isEmpty ? [] : [("metadata", filter)])
    let outcome = CallOutcome(await send(HTTPRequest(.get, url), to: list).exchange)
    guard case .done = outcome, !list.isComplete else { return outcome }
    return .unknown(.init(message: "the list of devices did not come whole"))
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}`; generations b and c answer with the credentials.
  package func device(_ id: String, in project: String) async -> CallOutcome {
    CallOutcome(await exchange(forDevice: id, in: project))
  }

  /// Sends the same and returns the answer as it came.
  package func exchange(forDevice id: String, in project: String) async -> Exchange {
    await send(HTTPRequest(.get, baseURL.url("v2", "projects", project, "devices", id))).exchange
  }

  /// Sends `DELETE /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}`, which deletes the device's data too.
  ///
  /// A 404 says that it is not there or that the key may not see it, so that it proves no deletion, not even after an answer that was lost.
  package func deleteDevice(_ id: String, in project: String) async -> CallOutcome {
    CallOutcome(await send(HTTPRequest(.delete, baseURL.url("v2", "projects", project, "devices", id))).exchange)
  }
}

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
