/// When a create may be sent: how many at once, how many a second, and not before the server wants to hear of us again.
///
/// A pure state machine over a clock in seconds; `Pacer` waits for what it says.
struct Pacing: Sendable {
  enum Admission: Hashable {
    /// It may be sent; the ticket is to be handed back.
    case go(ticket: Int)
    /// Not for so many seconds, as the rate has it.
    case wait(Double)
    /// Not for so many seconds, as the server wants it.
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

  /// How far behind its schedule a request may be and still count as on time, in seconds: sleeping is not exact.
  private static let slack = 0.05
  /// A pause after a 429 without `Retry-After`, in seconds.
  private static let pause = 0.5

  /// A second at most, as the user wants it.
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

  /// How many more may be in flight.
  var room: Int { limit.limit - inFlight }

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
      // Of all that were under way together, the first says it for all.
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

/// How many requests may be in flight: up by one when as many succeeded as there may be, halved when the server shows strain.
struct AdaptiveLimit: Sendable {
  /// Where it begins, unless the most is less.
  private static let first = 4

  private let most: Int
  private(set) var limit: Int
  /// Since the limit was last changed.
  private var successes = 0
  /// One that was not used is no proof that more would be borne.
  private var isUsed = false
  /// What a request that begins now is to hand back at its end; those that began before the last cut say nothing about what came of it.
  private(set) var ticket = 0

  init(most: Int) {
    self.most = max(1, most)
    limit = min(Self.first, self.most)
  }

  /// A request begins, and so many are in flight with it.
  mutating func begin(inFlight: Int) {
    if inFlight >= limit { isUsed = true }
  }

  mutating func succeed() {
    successes += 1
    guard isUsed, successes >= limit, limit < most else { return }
    limit += 1
    (successes, isUsed) = (0, false)
  }

  /// 429, 5xx, or no answer in time.
  mutating func strain(ticket: Int) {
    guard ticket == self.ticket else { return }
    self.ticket += 1
    limit = max(1, limit / 2)
    (successes, isUsed) = (0, false)
  }
}
