extension Fault {
  /// The kind of request that a fault is spent on.
  package enum Target: String, Sendable, CaseIterable {
    case create, list, get
  }

  package var target: Target {
    switch self {
    case .truncatedList, .laggingList, .emptyList, .listForbidden, .listError500, .listTooManyRequests, .listHalfBody, .listDrop:
      .list
    case .getNotFound, .getError500: .get
    default: .create
    }
  }

  /// Whether the device is made before the fault shows.
  package var creates: Bool {
    switch self {
    case .error500BeforeCreate, .error502BeforeCreate, .error503BeforeCreate, .error504BeforeCreate, .html502,
      .serviceUnavailableWithRetryAfter, .dropBeforeCreate, .tooManyRequests, .tooManyRequestsAfterSeconds,
      .tooManyRequestsAfterDate, .tooManyRequestsBare, .conflict:
      false
    default: target == .create
    }
  }

  /// Whether lists and gets miss the device at first.
  var hides: Bool { self == .delayedVisibility || self == .lateCreate }

  /// How likely it is drawn, against the others, where nobody says so: nothing that needs a person to go on, and nothing slow.
  package var usualWeight: Double {
    switch self {
    case .none, .holdAfterCreate, .stall, .slowDrip, .oversizedBody: 0
    default: target == .create ? 1 : 0
    }
  }
}
