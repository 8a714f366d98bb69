/// Decides when a create may be sent: how many at once, how many a second, and none before the time
/// that the server named.
///
/// It is a pure state machine over a clock in seconds; `Pacer` does the waiting.
struct Pacing: Sendable {
  /// The answer to a caller that wants to send a create.
  enum Admission: Hashable {
    /// It may be sent; its end hands the ticket back.
    case go(ticket: Int)
    /// Not for so many seconds, because of the rate.
    case wait(Double)
    /// Not for so many seconds, because the server wants none.
    case held(Double)
    /// As many are in flight as may be; ask again when one has ended.
    case full
  }

  /// What the end of a request says about the server.
  enum Signal: Hashable, Sendable {
    case success
    /// 429, with the seconds of its `Retry-After`.
    case refusedForNow(retryAfter: Double?)
    /// 5xx or no answer; a 503 may name seconds too.
    case strain(retryAfter: Double?)
    /// It says nothing: a row that was rejected, a connection that was not made.
    case nothing
  }

  /// How many seconds a request may be late and still count as on time, since sleep is not exact.
  private static let slack = 0.05
  /// The pause after a 429 without `Retry-After`, in seconds.
  private static let pause = 0.5

  /// The most creates a second that the user wants.
  private let rate: Double?
  private var learned = LearnedRate()
  private var limit: AdaptiveLimit
  private var inFlight = 0
  private var notBefore = 0.0
  /// When the next one is due at the present rate.
  private var due = 0.0

  init(rate: Double?, concurrency: Int, notBefore: Double = 0) {
    self.rate = rate
    self.notBefore = notBefore
    limit = AdaptiveLimit(most: concurrency)
  }

  /// The time before which nothing is sent.
  var heldUntil: Double { notBefore }

  mutating func admit(at now: Double) -> Admission {
    guard inFlight < limit.limit else { return .full }
    guard now >= notBefore else { return .held(notBefore - now) }
    if let rate = [rate, learned.rate(at: now)].compactMap(\.self).min() {
      guard now >= due else { return .wait(due - now) }
      due = max(due, now - Self.slack) + 1 / rate
    }
    inFlight += 1
    limit.begin(inFlight: inFlight)
    return .go(ticket: limit.ticket)
  }

  mutating func end(_ signal: Signal, ticket: Int, at now: Double) {
    switch signal {
    case .success:
      learned.accept(at: now)
      limit.succeed()
    case .refusedForNow(let retryAfter):
      let resumption = now + (retryAfter ?? Self.pause)
      // Of the requests that were in flight together, only the first refusal counts.
      if ticket == limit.ticket { learned.refuse(at: now, until: resumption) }
      limit.strain(ticket: ticket)
      notBefore = max(notBefore, resumption)
      due = max(due, notBefore)
    case .strain(let retryAfter):
      limit.strain(ticket: ticket)
      if let retryAfter { notBefore = max(notBefore, now + retryAfter) }
    case .nothing: break
    }
    inFlight -= 1
  }
}

/// How many requests may be in flight.
///
/// It grows by one after as many successes as it allows requests. It is halved when the server
/// shows strain.
struct AdaptiveLimit: Sendable {
  /// Where it begins, unless `most` is less.
  private static let first = 4

  private let most: Int
  private(set) var limit: Int
  /// Since the limit was last changed.
  private var successes = 0
  /// Whether as many were in flight as may be; a limit that was not reached proves nothing.
  private var isUsed = false
  /// What a request that begins now hands back at its end.
  ///
  /// A request that began before the last cut says nothing about the effect of the cut.
  private(set) var ticket = 0

  init(most: Int) {
    self.most = max(1, most)
    limit = min(Self.first, self.most)
  }

  /// A request begins; `inFlight` includes it.
  mutating func begin(inFlight: Int) {
    if inFlight >= limit { isUsed = true }
  }

  mutating func succeed() {
    successes += 1
    guard isUsed, successes >= limit, limit < most else { return }
    limit += 1
    (successes, isUsed) = (0, false)
  }

  /// The answer was a 429 or a 5xx, or none came in time.
  mutating func strain(ticket: Int) {
    guard ticket == self.ticket else { return }
    self.ticket += 1
    limit = max(1, limit / 2)
    (successes, isUsed) = (0, false)
  }
}
