/// One misbehaviour of the simulator, spent on one request of its kind.
package enum Fault: String, Sendable, CaseIterable, Codable {
  /// Behaves: a place holder that lets one create pass.
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
