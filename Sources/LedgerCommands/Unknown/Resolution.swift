import Ledger
package import Terminal

/// A person's answer to what has become of a device that no run could clear up.
package enum Resolution: Hashable, Sendable {
  /// The device has this id.
  case created(String)
  /// Nothing was created, so that it may be sent again.
  case absent
  /// The device exists, and nobody needs its token.
  case accept
  /// The device is to be deleted, so that the next run makes it again.
  case replace

  /// The answer that the command line has.
  ///
  /// Throws if it has none, or more than one (64).
  package init(created: String?, isAbsent: Bool, accepts: Bool, replaces: Bool) throws(HostError) {
    let named = [
      created.map(Resolution.created), isAbsent ? .absent : nil, accepts ? .accept : nil,
      replaces ? .replace : nil,
    ].compactMap(\.self)
    guard let only = named.first, named.count == 1 else {
      throw HostError(.usage, "say exactly one of --created ID, --absent, --accept and --replace")
    }
    if only == .created("") { throw HostError(.usage, "--created takes the id of a device") }
    self = only
  }

  /// Whether the API must be asked.
  var asksAPI: Bool {
    switch self {
    case .created, .replace: true
    case .absent, .accept: false
    }
  }

  /// The answer as the history has it.
  var name: String {
    switch self {
    case .created(let id): "created \(id)"
    case .absent: "absent"
    case .accept: "accept"
    case .replace: "replace"
    }
  }

  /// Why the answer makes no sense for a row; nil if it does.
  func objection(to row: DeviceRecord) -> HostError? {
    let device = row.deviceID.map { "device \(TerminalSafe.line($0))" }
    switch (row.state, self) {
    case (.unknown, .created), (.unknown, .absent), (.quarantined, .created),
      (.quarantined, .accept):
      return nil
    case (.unknown, .accept):
      return refusal(
        row, "it may not exist at all; look in the project, then say --created ID or --absent")
    case (.quarantined, .absent):
      return refusal(
        row,
        "\(device ?? "its device") exists; --replace deletes it, and --accept does without its "
          + "token")
    case (.unknown, .replace), (.quarantined, .replace):
      return device == nil ? refusal(row, "its id is not known; say --created ID or --absent") : nil
    default: return refusal(row, "there is nothing to resolve")
    }
  }

  private func refusal(_ row: DeviceRecord, _ why: String) -> HostError {
    HostError(.usage, "'\(TerminalSafe.line(row.key.key))' is \(row.state.rawValue): \(why)")
  }
}
