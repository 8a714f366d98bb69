package import Effects
package import QubitroClient

/// `qubitro.create_device{...}`, in parts: the ledger records a create between them.
package struct CreateDevice: Sendable {
  package static let signature = Signature(
    "qubitro.create_device", "Creates a device, once per key, and returns it with its credentials.",
    .api(.creates),
    style: .fields,
    parameters: [
      Parameter("name", .text, required: true, "the device's name"),
      Parameter("description", .text, "a brief description; the name when left out"),
      Parameter(
        "source", .choice(["http", "mqtt"]), required: true, "how the device sends its data"),
      Parameter("tags", .list(of: .text), "labels; may be empty"),
      Parameter("brand", .text, "the API says Custom when left out"),
      Parameter("model", .text, "the API says Custom when left out"),
      Parameter(
        "key", .text,
        "what identifies the device to us, unique within its project; the name when left out"),
      Parameter("project", .text, "the project's id; the run's when left out"),
    ],
    fault: .refuses
  )

  /// The names of the fields, made once, so that a call for a known device stays cheap.
  private enum Field {
    static let (name, description, source): (ByteString, ByteString, ByteString) = (
      "name", "description", "source"
    )
    static let (tags, brand, model): (ByteString, ByteString, ByteString) = (
      "tags", "brand", "model"
    )
    static let (key, project): (ByteString, ByteString) = ("key", "project")
  }

  package var signature: Signature { Self.signature }

  private let client: QubitroClient
  private let defaultProject: String?

  package init(client: QubitroClient, project: String?) {
    self.client = client
    defaultProject = project
  }

  /// The base URL; an id of a project is unique within it.
  package var baseURL: String { client.baseURL.description }

  /// Checks a call.
  ///
  /// Throws a failure of kind `usage` if the call is wrong, `invalid` if only its row of data is,
  /// and `configuration` if there is no project.
  package func proposal(for effect: Effect) throws(EffectFailure) -> Proposal {
    let fields = try checked(effect).fields ?? [:]
    let name = fields[Field.name]?.text ?? ""
    let key = fields[Field.key]?.text ?? name
    guard !key.isEmpty else {
      throw failure(
        .invalid, "the key (or the name, where there is no key) must not be empty",
        at: effect.location)
    }
    let given = fields[Field.project]?.text
    for (field, text) in [("name", name), ("key", key), ("project", given ?? "")]
    where text.utf8.contains(0) {
      throw failure(
        .invalid, "\(field) must not hold a NUL character", key: key, at: effect.location)
    }
    let project = try project(given, of: key, at: effect.location)
    let device = NewDevice(
      name: name,
      description: fields[Field.description]?.text ?? name,
      source: fields[Field.source]?.text ?? "",
      tags: (fields[Field.tags]?.elements ?? []).compactMap(\.text),
      brand: fields[Field.brand]?.text,
      model: fields[Field.model]?.text
    )
    return Proposal(
      key: key, project: project, device: device, body: device.body(), location: effect.location)
  }

  /// The project that a call names, or else the run's.
  private func project(
    _ given: String?, of key: String, at location: String?
  ) throws(EffectFailure) -> String {
    guard let project = given ?? defaultProject, !project.isEmpty else {
      throw failure(
        .configuration,
        "no project: pass --project, set QUBITRO_PROJECT_ID, or give the device a project",
        key: key, at: location)
    }
    if let reason = API.objection(to: project) {
      throw failure(.invalid, "project \(reason)", key: key, at: location)
    }
    return project
  }

  /// Waits until a create may be sent.
  ///
  /// Call it before the intent, so that no intent waits.
  package func permission() async -> CreatePermission {
    await client.permission()
  }

  /// Gives back a permission that was not used.
  package func giveBack(_ ticket: CreatePermission.Ticket) {
    client.giveBack(ticket)
  }

  /// Sends the proposal, with the marker, if there is one, in its metadata.
  ///
  /// Call it once, after its intent is durable.
  package func send(_ proposal: Proposal, marker: String?, with ticket: CreatePermission.Ticket)
    async -> Delivery
  {
    await client.createDevice(
      in: proposal.project, body: proposal.device.body(marker: marker), with: ticket)
  }

  private func checked(_ effect: Effect) throws(EffectFailure) -> Value {
    do throws(Signature.Mismatch) {
      return try signature.check(effect.arguments)
    } catch {
      let fields = effect.arguments.first ?? .null
      throw EffectFailure(
        error, key: fields["key"].text ?? fields["name"].text, at: effect.location)
    }
  }

  private func failure(
    _ kind: EffectFailure.Kind, _ reason: String, key: String? = nil, at location: String?
  ) -> EffectFailure {
    EffectFailure(
      kind, "\(signature.name)\(key.map { " '\($0)'" } ?? ""): \(reason)", key: key,
      location: location)
  }
}

extension CreateDevice {
  /// What a script receives for a device that exists; `isNew` is false if the ledger had it before.
  package func reply(for proposal: Proposal, _ device: Device, isNew: Bool) -> Reply {
    .returned(device.value(key: proposal.key, isNew: isNew))
  }

  /// The device that a create made, or why there is none to return.
  package func result(of proposal: Proposal, _ outcome: CreateOutcome, attempts: Int) -> Result<
    Device, EffectFailure
  > {
    func failure(
      _ kind: EffectFailure.Kind, _ reason: String, _ problem: CreateOutcome.Problem? = nil
    ) -> Result<Device, EffectFailure> {
      let times = attempts > 1 ? ", after \(attempts) attempts" : ""
      return .failure(
        EffectFailure(
          kind, "\(signature.name) '\(proposal.key)': \(reason)\(times)", status: problem?.status,
          attempts: attempts,
          isRetryable: kind == .unavailable, key: proposal.key, location: proposal.location))
    }
    return switch outcome {
    case .created(let device):
      .success(device)
    case .createdWithoutCredentials(_, let reason):
      failure(.unknown, "created, and has to be looked up: \(reason)")
    case .rejected(let problem):
      failure(.rejected, "rejected by the API\(Self.quote(problem))", problem)
    case .runStopping(let stop, let problem):
      failure(stop.kind, stop.explanation + Self.quote(problem), problem)
    case .refusedForNow(let problem):
      failure(.unavailable, "refused for now\(Self.quote(problem))", problem)
    case .notSent(let reason):
      failure(.unavailable, "not sent: \(reason)")
    case .unknown(let problem):
      failure(.unknown, "may or may not have been created\(Self.quote(problem))", problem)
    }
  }

  private static func quote(_ problem: CreateOutcome.Problem) -> String {
    problem.status.map { " (HTTP \($0): \(problem.message))" } ?? " (\(problem.message))"
  }
}

extension CreateOutcome.Stop {
  fileprivate var kind: EffectFailure.Kind {
    switch self {
    case .keyRefused: .keyRefused
    case .wrongProject, .redirected: .configuration
    case .accountOverdue: .rejected
    }
  }

  fileprivate var explanation: String {
    switch self {
    case .keyRefused: "the API refused the key"
    case .wrongProject: "the API does not know the project, or the key may not see it"
    case .redirected: "the base URL answers with a redirect, which is not followed"
    case .accountOverdue: "the account is overdue"
    }
  }
}

/// A create that a script asks for, checked before anything is sent.
package struct Proposal: Hashable, Sendable {
  /// Identifies the device to the ledger; it is unique within its project.
  package var key: String
  package var project: String
  package var device: NewDevice
  /// The request's body.
  package var body: [UInt8]
  /// `file:line` of the script's call.
  package var location: String?
}
