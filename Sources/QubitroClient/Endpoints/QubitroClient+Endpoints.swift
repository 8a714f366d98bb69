package import JSONCodec

extension QubitroClient {
  /// Sends `POST /v2/projects/{PROJECT_ID}/devices` and returns what became of it.
  ///
  /// `body` is the JSON of a `NewDevice`. A further attempt is made only if the last one provably
  /// created nothing.
  package func createDevice(
    in project: String, body: [UInt8], with ticket: CreatePermission.Ticket
  ) async -> Delivery {
    let url = baseURL.url("v2", "projects", project, "devices")
    return await sendPaced(HTTPRequest(.post, url, body: body), with: ticket)
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}/devices`, and hands each device on while the list
  /// arrives.
  ///
  /// The answer holds the whole project. If `metadata` is given, the API returns only devices that
  /// have all of these pairs. The outcome is `done` only if the whole list came; `receiver` gets
  /// the devices of a list that breaks off, too.
  package func listDevices(
    in project: String, metadata: [(name: String, value: String)] = [],
    to receiver: any DeviceReceiver
  ) async -> CallOutcome {
    let list = DeviceList(to: receiver)
    let filter = metadata.map { "\($0.name):\($0.value)" }.joined(separator: ",")
    let url =
      baseURL.url("v2", "projects", project, "devices")
      + BaseURL.query(filter.isEmpty ? [] : [("metadata", filter)])
    let outcome = CallOutcome(await send(HTTPRequest(.get, url), to: list).exchange)
    guard case .done = outcome, !list.isComplete else { return outcome }
    return .unknown(.init(message: "the list of devices did not come whole"))
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}`.
  ///
  /// Generations b and c of the API answer with the credentials.
  package func device(_ id: String, in project: String) async -> CallOutcome {
    CallOutcome(await exchange(forDevice: id, in: project))
  }

  /// Sends the same request as `device`, and returns the answer as it came.
  package func exchange(forDevice id: String, in project: String) async -> Exchange {
    await send(HTTPRequest(.get, baseURL.url("v2", "projects", project, "devices", id))).exchange
  }

  /// Sends `DELETE /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}`.
  ///
  /// The API deletes the device's data, too. A 404 says that the device is not there or that the
  /// key may not see it. So it proves no deletion, not even after a lost answer.
  package func deleteDevice(_ id: String, in project: String) async -> CallOutcome {
    let url = baseURL.url("v2", "projects", project, "devices", id)
    return CallOutcome(await send(HTTPRequest(.delete, url)).exchange)
  }
}

extension QubitroClient {
  /// Sends `GET /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}/data` with these query parameters.
  package func data(
    of device: String, in project: String, _ query: [(name: String, value: String)]
  ) async -> CallOutcome {
    let url = baseURL.url("v2", "projects", project, "devices", device, "data")
    return CallOutcome(await send(HTTPRequest(.get, url + BaseURL.query(query))).exchange)
  }

  /// Sends `GET /v2/projects/{PROJECT_ID}/devices/{DEVICE_ID}/data/keys`.
  package func dataKeys(of device: String, in project: String) async -> CallOutcome {
    let url = baseURL.url("v2", "projects", project, "devices", device, "data", "keys")
    return CallOutcome(await send(HTTPRequest(.get, url)).exchange)
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

  /// Sends `POST /v2/projects`.
  ///
  /// Two equal requests may make two projects, so it is sent again only if the last attempt
  /// provably did nothing.
  package func createProject(_ fields: [String: JSON]) async -> CallOutcome {
    let request = HTTPRequest(.post, baseURL.url("v2", "projects"), body: JSON.object(fields).bytes)
    return CallOutcome(await send(request).exchange)
  }

  /// Sends `DELETE /v2/projects/{PROJECT_ID}`; the API deletes its devices, too.
  package func deleteProject(_ id: String) async -> CallOutcome {
    CallOutcome(await send(HTTPRequest(.delete, baseURL.url("v2", "projects", id))).exchange)
  }
}
