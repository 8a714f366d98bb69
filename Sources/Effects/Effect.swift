/// One thing that a script asks the host to do.
package struct Effect: Hashable, Sendable {
  /// The binding's dotted name, such as `qubitro.create_device`.
  package var name: String
  package var arguments: [Value]
  /// `file:line` of the script's call, if it is known.
  package var location: String?

  package init(_ name: String, _ arguments: [Value] = [], at location: String? = nil) {
    self.name = name
    self.arguments = arguments
    self.location = location
  }
}

/// The host's answer to an effect.
package enum Reply: Hashable, Sendable {
  /// The call returns this.
  case returned(Value)
  /// The call returns `nil, err`: something is wrong with one device, and the script goes on.
  case refused(EffectFailure)
  /// The call raises: something is wrong with the call itself.
  case raised(EffectFailure)
  /// The run is over; the script is not resumed.
  case ended
}

/// Performs effects.
///
/// The ledger, the dry run, tracing and the bindings are handlers. Most of them wrap another one.
///
/// The contract:
/// - `perform` answers every effect exactly once. It reports a failure only by its reply.
/// - It runs on the Lua thread until it first suspends. A handler that blocks or computes for long
///   is
///   `@concurrent`.
/// - Effects of one fiber come one after the other. Effects of several fibers overlap.
/// - A cancelled handler still finishes what it has begun: it records a request that it has sent
///   before it replies.
package protocol EffectHandler: Sendable {
  func perform(_ effect: Effect) async -> Reply
}

/// Why an effect did not do what the script asked, in the words that a script and a person receive.
package struct EffectFailure: Error, Hashable, Sendable {
  /// The stable label of a failure, `err.kind` in Lua and `error.kind` in JSON.
  package enum Kind: String, Sendable, CaseIterable {
    /// The call is wrong: an unknown field, a missing table, an unknown function.
    case usage
    /// The device's data are wrong; nothing was sent.
    case invalid
    /// The run has used the key already; nothing was sent.
    case duplicateKey = "duplicate_key"
    /// The API refused the request; nothing was created.
    case rejected
    /// Nothing reached the API.
    case unavailable
    /// The request may or may not have been carried out; it is not sent again.
    case unknown
    /// The device exists, but its credentials are lost.
    case quarantined
    /// The project has a device of the name that this ledger did not make; nothing was sent.
    case exists
    /// The object does not exist, or the key may not see it.
    case notFound = "not_found"
    /// A plan cannot know how the call would end.
    case notPredictable = "not_predictable"
    /// The API refused the key.
    case keyRefused = "key_refused"
    /// The run's settings cannot work: no project, a wrong one, or a base URL that redirects.
    case configuration
    /// A module cannot be found or read.
    case module
    /// A fault of the host.
    case `internal`
  }

  package var kind: Kind
  /// What failed, on which object, and what to do.
  package var message: String
  /// The HTTP status, if the API answered.
  package var status: Int?
  /// How often the client tried the request, if there was one.
  package var attempts: Int?
  /// Whether the same call may succeed later.
  package var isRetryable: Bool
  /// The device's key.
  package var key: String?
  /// `file:line` of the script's call.
  package var location: String?

  package init(
    _ kind: Kind, _ message: String, status: Int? = nil, attempts: Int? = nil,
    isRetryable: Bool = false, key: String? = nil, location: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.status = status
    self.attempts = attempts
    self.isRetryable = isRetryable
    self.key = key
    self.location = location
  }

  /// How the script receives it.
  ///
  /// A fault of the call raises. A fault of one device returns `nil, err`.
  package var reply: Reply {
    switch kind {
    case .usage, .module, .internal: .raised(self)
    default: .refused(self)
    }
  }

  /// The error table as a script receives it.
  package var value: Value {
    var fields: [ByteString: Value] = [
      "kind": .text(kind.rawValue), "message": .text(message), "retryable": .boolean(isRetryable),
    ]
    if let status { fields["status"] = .integer(Int64(status)) }
    if let attempts { fields["attempts"] = .integer(Int64(attempts)) }
    if let key { fields["key"] = .text(key) }
    if let location { fields["where"] = .text(location) }
    return .map(fields)
  }
}
