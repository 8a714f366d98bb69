package import Effects
import JSONCodec
import QubitroClient

/// One function that a script can call: how it is called, what a call does to the world, and who
/// performs it.
package struct Binding: Sendable {
  /// Performs a call whose arguments fit the signature.
  package typealias Performer = @Sendable (Call) async -> Reply

  /// Who performs a function.
  enum Performance: Sendable {
    /// The table of bindings, by this.
    case table(Performer)
    /// A handler that owns a ledger: a device is created once per key.
    case createHandler
    /// A handler that has the ledger follow.
    case deleteHandler(Deletion.Target)
    /// The Lua half of the bindings, by other functions.
    case lua
  }

  package let signature: Signature
  let performance: Performance
  /// What this very call does, if that depends on its arguments.
  private let consequenceOfCall: (@Sendable (_ arguments: Value) -> Consequence)?

  init(
    _ signature: Signature, by performance: Performance,
    consequenceOfCall: (@Sendable (_ arguments: Value) -> Consequence)? = nil
  ) {
    self.signature = signature
    self.performance = performance
    self.consequenceOfCall = consequenceOfCall
  }

  /// A function that the table performs.
  init(
    _ signature: Signature, consequenceOfCall: (@Sendable (Value) -> Consequence)? = nil,
    perform: @escaping Performer
  ) {
    self.init(signature, by: .table(perform), consequenceOfCall: consequenceOfCall)
  }

  /// What a call of it does to the world.
  package func consequence(of effect: Effect) -> Consequence {
    consequenceOfCall?(effect.arguments.first ?? .null) ?? signature.consequence
  }
}

/// One call of a function, its arguments checked.
package struct Call: Sendable {
  package let signature: Signature
  /// By name; those that are absent are left out.
  package let arguments: Value
  /// `file:line` of the script's call.
  package let location: String?
  let api: API
  let log: any LogSink

  /// The argument `id`.
  var id: String { arguments["id"].text ?? "" }

  /// Asks the API.
  func ask(_ body: (QubitroClient) async -> Reply) async -> Reply {
    await api.call(signature, at: location, body)
  }

  /// Asks the API about a project: the one that the argument names, or the run's.
  func askInProject(
    _ body: (QubitroClient, _ project: String) async -> Reply
  ) async -> Reply {
    await api.call(signature, arguments, at: location, body)
  }

  /// What the script receives of an outcome.
  func reply(
    _ outcome: CallOutcome, on object: String? = nil, _ done: (JSON) -> Value = \.value
  ) -> Reply {
    outcome.reply(to: signature, on: object, at: location, done)
  }

  /// What the script receives for a call that makes no sense.
  func usageError(_ reason: String) -> EffectFailure {
    EffectFailure(.usage, "\(signature.name): \(reason)", location: location)
  }
}
