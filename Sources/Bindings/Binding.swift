package import Effects
import JSONCodec
import QubitroClient

/// One function that a script can call: its signature, what a call does to the world, and what
/// performs it.
package struct Binding: Sendable {
  /// Performs a call whose arguments fit the signature.
  typealias Body = @Sendable (Call) async -> Reply

  /// What performs a function.
  enum Performer: Sendable {
    /// The table of bindings, with this body.
    case table(Body)
    /// A handler with a ledger, which creates a device once per key.
    case createHandler
    /// A handler that marks the ledger's rows of what it deletes.
    case deleteHandler(Deletion.Target)
    /// The Lua half of the bindings, which calls other functions.
    case lua
  }

  package let signature: Signature
  let performer: Performer
  /// What one call does, if that depends on its arguments.
  private let consequenceOfCall: (@Sendable (_ arguments: Value) -> Consequence)?

  init(
    _ signature: Signature, by performer: Performer,
    consequenceOfCall: (@Sendable (_ arguments: Value) -> Consequence)? = nil
  ) {
    self.signature = signature
    self.performer = performer
    self.consequenceOfCall = consequenceOfCall
  }

  /// A function that the table performs.
  init(
    _ signature: Signature, consequenceOfCall: (@Sendable (Value) -> Consequence)? = nil,
    perform: @escaping Body
  ) {
    self.init(signature, by: .table(perform), consequenceOfCall: consequenceOfCall)
  }

  /// What a call of the function does to the world.
  package func consequence(of effect: Effect) -> Consequence {
    consequenceOfCall?(effect.arguments.first ?? .null) ?? signature.consequence
  }
}

/// One call of a function, with arguments that fit its signature.
struct Call: Sendable {
  let signature: Signature
  /// The arguments by name, without those that are absent.
  let arguments: Value
  /// `file:line` of the script's call.
  let location: String?
  let api: API
  let log: any LogSink

  /// The argument `id`.
  var id: String { arguments["id"].text ?? "" }

  /// Calls the API.
  func ask(_ body: (QubitroClient) async -> Reply) async -> Reply {
    await api.call(signature, at: location, body)
  }

  /// Calls the API within a project: the one in the argument `project`, or the run's.
  func askInProject(
    _ body: (QubitroClient, _ project: String) async -> Reply
  ) async -> Reply {
    await api.call(signature, arguments, at: location, body)
  }

  /// What the script receives for an outcome.
  func reply(
    _ outcome: CallOutcome, on object: String? = nil, _ done: (JSON) -> Value = \.value
  ) -> Reply {
    outcome.reply(to: signature, on: object, at: location, done)
  }

  /// The failure of a call whose arguments fit the signature, but make no sense.
  func usageError(_ reason: String) -> EffectFailure {
    EffectFailure(.usage, "\(signature.name): \(reason)", location: location)
  }
}
