/// One misbehaviour of the simulator, spent on one request of its kind.
package enum Fault: String, Sendable, CaseIterable, Codable {
  /// No fault: lets one create pass.
  case none

  case error500BeforeCreate = "500_before_create"
  case error500AfterCreate = "500_after_create"
  case error502BeforeCreate = "502_before_create"
  case error502AfterCreate = "502_after_create"
  case error503BeforeCreate = "503_before_create"
  case error503AfterCreate = "503_after_create"
  case error504BeforeCreate = "504_before_create"
  case error504AfterCreate = "504_after_create"
  case lateCreate = "late_create"
  case html502 = "html_502"
  case serviceUnavailableWithRetryAfter = "503_retry_after"

  /// Closes the connection without a byte of an answer.
  case dropBeforeCreate = "drop_before_create"
  case dropAfterCreate = "drop_after_create"
  case closeWhenIdle = "close_when_idle"

  case truncatedBody = "truncated_body"
  case unreadableBody = "unreadable_body"
  case htmlBody = "html_body"
  case missingToken = "missing_token"
  case oversizedBody = "oversized_body"

  case holdAfterCreate = "hold_after_create"
  case stall
  case slowDrip = "slow_drip"

  case tooManyRequests = "429"
  case tooManyRequestsAfterSeconds = "429_after_seconds"
  case tooManyRequestsAfterDate = "429_after_date"
  case tooManyRequestsBare = "429_bare"
  case conflict = "409"
  case conflictAfterCreate = "409_after_create"

  case delayedVisibility = "delayed_visibility"

  case truncatedList = "truncated_list"
  case laggingList = "lagging_list"
  case emptyList = "empty_list"
  case listForbidden = "list_403"
  case listError500 = "list_500"
  case listTooManyRequests = "list_429"
  case listHalfBody = "list_half_body"
  case listDrop = "list_drop"
  case getNotFound = "get_404"
  case getError500 = "get_500"
}

extension Fault {
  /// The kind of request that a fault is spent on.
  package enum Target: String, Sendable, CaseIterable {
    case create, list, get
  }

  /// The kind of request that this fault is spent on.
  package var target: Target {
    switch self {
    case .truncatedList, .laggingList, .emptyList, .listForbidden, .listError500,
      .listTooManyRequests, .listHalfBody, .listDrop:
      .list
    case .getNotFound, .getError500: .get
    default: .create
    }
  }

  /// Whether the device is made before the fault shows.
  package var creates: Bool {
    switch self {
    case .error500BeforeCreate, .error502BeforeCreate, .error503BeforeCreate, .error504BeforeCreate,
      .html502, .serviceUnavailableWithRetryAfter, .dropBeforeCreate, .tooManyRequests,
      .tooManyRequestsAfterSeconds, .tooManyRequestsAfterDate, .tooManyRequestsBare, .conflict:
      false
    default: target == .create
    }
  }

  /// Whether lists and gets miss the device at first.
  var hides: Bool { self == .delayedVisibility || self == .lateCreate }

  /// How likely this fault is, against the others, in a mix that gives no weights.
  ///
  /// A fault that is slow, or that needs a person to go on, is not drawn.
  package var usualWeight: Double {
    switch self {
    case .none, .holdAfterCreate, .stall, .slowDrip, .oversizedBody: 0
    default: target == .create ? 1 : 0
    }
  }
}

extension Fault {
  /// One line for the person who picks a fault.
  package var summary: String {
    switch self {
    case .none: "lets one create pass"
    case .error500BeforeCreate: "answers 500 and creates nothing"
    case .error500AfterCreate: "creates, then answers 500"
    case .error502BeforeCreate: "answers 502 and creates nothing"
    case .error502AfterCreate: "creates, then answers 502"
    case .error503BeforeCreate: "answers 503 and creates nothing"
    case .error503AfterCreate: "creates, then answers 503"
    case .error504BeforeCreate: "answers 504 and creates nothing"
    case .error504AfterCreate: "creates, then answers 504"
    case .lateCreate:
      "creates, then answers 504; "
        + "lists and gets miss the device for some requests, or until POST /_sim/settle"
    case .html502: "answers 502 with a proxy's HTML page and creates nothing"
    case .serviceUnavailableWithRetryAfter: "answers 503 with Retry-After: 1 and creates nothing"
    case .dropBeforeCreate: "closes the connection without an answer and creates nothing"
    case .dropAfterCreate: "creates, then closes the connection without an answer"
    case .closeWhenIdle:
      "creates and answers well, then closes the connection without having announced it"
    case .truncatedBody: "creates, sends the head and half of the body, then closes the connection"
    case .unreadableBody: "creates, and answers 201 with a body that is no JSON"
    case .htmlBody: "creates, and answers 201 with an HTML page"
    case .missingToken: "creates, and answers 201 without the device's token"
    case .oversizedBody: "creates, and answers 201 with more than 8 MiB"
    case .holdAfterCreate: "creates, and answers only after POST /_sim/release"
    case .stall:
      "creates and never answers; "
        + "the connection is closed when the client leaves or the stall limit passes"
    case .slowDrip: "creates, and sends the answer's body byte by byte over the drip time"
    case .tooManyRequests: "answers 429 with Retry-After: 0 and creates nothing"
    case .tooManyRequestsAfterSeconds: "answers 429 with Retry-After: 1 and creates nothing"
    case .tooManyRequestsAfterDate:
      "answers 429 with a date in Retry-After, one to two seconds ahead, and creates nothing"
    case .tooManyRequestsBare: "answers 429 without Retry-After and creates nothing"
    case .conflict: "answers 409 and creates nothing"
    case .conflictAfterCreate: "creates, then answers 409"
    case .delayedVisibility:
      "creates and answers well; "
        + "lists and gets miss the device for some requests, or until POST /_sim/settle"
    case .truncatedList: "lists every second device only"
    case .laggingList:
      "lists the project as it was some creates ago: without its newest quarter, 1 to 50 devices"
    case .emptyList: "lists no device"
    case .listForbidden: "answers a list of devices with 403"
    case .listError500: "answers a list of devices with 500"
    case .listTooManyRequests: "answers a list of devices with 429 and Retry-After: 0"
    case .listHalfBody: "sends the head and half of the body of a list, then closes the connection"
    case .listDrop: "closes the connection instead of listing devices"
    case .getNotFound: "answers a get of one device with 404, even if the device exists"
    case .getError500: "answers a get of one device with 500"
    }
  }
}
