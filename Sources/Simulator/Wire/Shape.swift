package import QubitroModel

/// How answers look: one of the three generations in which the API has been described, all below the same `/v2`.
package enum Shape: String, Sendable, CaseIterable {
  /// 2024: everything is wrapped, and a new device's credentials are in `data.metadata`.
  case a
  /// Early 2025: everything is wrapped, and credentials are in `data.device_credentials`.
  case b
  /// The newest: bare objects and arrays, and errors without a status.
  case c

  /// What a service of this generation accepts.
  package var rules: ModelRules {
    switch self {
    case .a: .a
    case .b: .b
    case .c: .c
    }
  }

  /// The body of an answer that holds something.
  func body(_ action: String, status: Int, _ message: String, data: WireValue) -> WireValue {
    guard self != .c else { return data }
    return .object(envelope(true, action, status, message).merging(["data": data]) { _, new in new })
  }

  /// The body of an answer that only says that it is done.
  func done(_ action: String, _ message: String) -> WireValue {
    .object(envelope(true, action, 200, message))
  }

  /// The body of an error; `details` is told by the newest generation alone, which puts the reason there.
  func error(_ action: String, status: Int, code: String, _ message: String, details: String? = nil) -> WireValue {
    var fields = envelope(false, action, status, details ?? message)
    guard self == .c else { return .object(fields) }
    fields["message"] = .string(message)
    fields["code"] = .string(code)
    if let details { fields["details"] = .string(details) }
    return .object(fields)
  }

  private func envelope(_ success: Bool, _ action: String, _ status: Int, _ message: String) -> [String: WireValue] {
    let fields: [String: WireValue] = ["success": .boolean(success), "action": .string(action), "message": .string(message)]
    guard self != .c else { return fields }
    return fields.merging(["status": .integer(status)]) { _, new in new }
  }
}
