/// One misbehaviour of the simulator, spent on one create request.
package enum Fault: String, Sendable, CaseIterable, Codable {
  /// Behaves: a place holder that lets one request pass.
  case none
  case error500BeforeCreate = "500_before_create"
  case error500AfterCreate = "500_after_create"
  /// Closes the connection without a byte of an answer.
  case dropBeforeCreate = "drop_before_create"
  case dropAfterCreate = "drop_after_create"
  /// Sends the head and half of the body, then closes.
  case truncatedBody = "truncated_body"
  /// Creates, and answers 201 with a body that is no JSON.
  case unreadableBody = "unreadable_body"
  /// Creates, and answers 201 without the token.
  case missingToken = "missing_token"
  /// Creates, and answers only when `/_sim/release` is called.
  case holdAfterCreate = "hold_after_create"
  case tooManyRequests = "429"

  /// Whether the device is made before the fault shows.
  var creates: Bool {
    switch self {
    case .error500BeforeCreate, .dropBeforeCreate, .tooManyRequests: false
    default: true
    }
  }
}
