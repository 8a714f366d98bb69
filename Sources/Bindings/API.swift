import Effects
import JSONCodec
package import QubitroClient

/// The API as the functions of a script reach it: through a client, in the run's project.
package struct API: Sendable {
  private let client: QubitroClient?
  private let project: String?
  /// Whether the run may delete.
  let mayDelete: Bool
  private let mask: @Sendable (String) -> Void

  /// `client` is nil if a plan has no key.
  ///
  /// `mask` receives every token in an answer, before the script receives the answer.
  package init(
    client: QubitroClient?, project: String?, mayDelete: Bool = false,
    mask: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.client = client
    self.project = project
    self.mayDelete = mayDelete
    self.mask = mask
  }

  /// Passes the tokens in an answer to `mask`, so that nothing writes them.
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

  /// Performs a call with the client; it fails if there is none.
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

  /// Performs a call within a project: the one in the argument `project`, or the run's.
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

  /// Why a text cannot be an id in a path; nil if it can.
  ///
  /// A proxy may take dots for the folder above.
  static func objection(to id: String) -> String? {
    if id.isEmpty { return "must not be empty" }
    return id == "." || id == ".." ? "must not be '\(id)'" : nil
  }

  /// What is wrong with a call that names no project, if the run has none either.
  static func noProject(in function: String) -> String {
    "\(function): no project: pass --project, set QUBITRO_PROJECT_ID, or name one in the call"
  }
}
