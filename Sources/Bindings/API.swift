import Effects
import JSONCodec
package import QubitroClient

/// What the functions that call the API have in common: a client, unless there is no key, and the
/// run's project.
package struct API: Sendable {
  private let client: QubitroClient?
  private let project: String?
  /// Whether the run may delete.
  let mayDelete: Bool
  private let mask: @Sendable (String) -> Void

  /// `client` is nil where a plan was given no key; `mask` is told every token that an answer
  /// holds, before the script is.
  package init(
    client: QubitroClient?, project: String?, mayDelete: Bool = false,
    mask: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.client = client
    self.project = project
    self.mayDelete = mayDelete
    self.mask = mask
  }

  /// Has the tokens in an answer masked wherever they are written.
  func maskTokens(in outcome: CallOutcome) -> CallOutcome {
    if case .done(let answer) = outcome { maskTokens(in: answer) }
    return outcome
  }

  private func maskTokens(in json: JSON) {
    switch json {
    case .object(let fields):
      for (name, field) in fields {
        if let text = field.string, ["device_token", "password", "token"].contains(name) {
          mask(text)
        }
        maskTokens(in: field)
      }
    case .array(let elements): for element in elements { maskTokens(in: element) }
    case .null, .boolean, .integer, .number, .string: break
    }
  }

  func call(_ signature: Signature, at location: String?, _ body: (QubitroClient) async -> Reply)
    async -> Reply
  {
    guard let client else {
      return EffectFailure(
        .configuration,
        "\(signature.name): asks the API, and this plan has no API key; pass --api-key-file FILE",
        location: location
      ).reply
    }
    return await body(client)
  }

  /// The same for a call within a project, the argument `project` or the run's.
  func call(
    _ signature: Signature, _ arguments: Value, at location: String?,
    _ body: (QubitroClient, _ project: String) async -> Reply
  ) async -> Reply {
    guard let project = arguments["project"].text ?? project, !project.isEmpty else {
      return EffectFailure(
        .configuration, Self.noProject(in: signature.name), location: location
      ).reply
    }
    for (name, id) in [("project", project), ("id", arguments["id"].text)] {
      guard let id, let reason = Self.objection(to: id) else { continue }
      return EffectFailure(.usage, "\(signature.name): \(name) \(reason)", location: location).reply
    }
    return await call(signature, at: location) { client in await body(client, project) }
  }

  /// Why a text cannot be an id in a path, or nil when it can: a proxy may take dots for a way up.
  static func objection(to id: String) -> String? {
    if id.isEmpty { return "must not be empty" }
    return id == "." || id == ".." ? "must not be '\(id)'" : nil
  }

  /// What is wrong with a call that names no project, where the run has none either.
  static func noProject(in function: String) -> String {
    "\(function): no project: pass --project, set QUBITRO_PROJECT_ID, or name one in the call"
  }
}
