import Synchronization

/// A state that calls wait for: each call is answered once the state allows it, and the earlier of
/// two before the later.
package final class Waiters<State: Sendable>: Sendable {
  /// Asks the state again; gives what resumes the call if it answers.
  private typealias Question = @Sendable (inout State) -> (@Sendable () -> Void)?

  private struct Content: Sendable {
    var state: State
    var waiting: [Question] = []
    let isQueue: Bool

    /// Takes the calls out that the state answers; most changes find none that waits.
    mutating func takeAnswered() -> [@Sendable () -> Void] {
      isQueue ? takeFirstAnswered() : takeAllAnswered()
    }

    private mutating func takeFirstAnswered() -> [@Sendable () -> Void] {
      var answered: [@Sendable () -> Void] = []
      while answered.count < waiting.count, let resume = waiting[answered.count](&state) {
        answered.append(resume)
      }
      // A change that answers none leaves the queue untouched, however long it is.
      if !answered.isEmpty { waiting.removeFirst(answered.count) }
      return answered
    }

    private mutating func takeAllAnswered() -> [@Sendable () -> Void] {
      var answered: [@Sendable () -> Void] = []
      waiting = waiting.filter { question in
        guard let resume = question(&state) else { return true }
        answered.append(resume)
        return false
      }
      return answered
    }
  }

  private let content: Mutex<Content>

  /// In a queue, calls wait for the same: if the state does not answer one, it is not asked for
  /// those behind it.
  package init(_ state: State, isQueue: Bool = true) {
    content = Mutex(Content(state: state, isQueue: isQueue))
  }

  /// Waits until `ask` gives an answer, which may change the state; it is asked at once, and after
  /// each change.
  package func wait<Answer: Sendable>(
    _ ask: @escaping @Sendable (inout State) -> Answer?
  ) async -> Answer {
    await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
      let answer = content.withLock { (content: inout Content) -> Answer? in
        if let answer = ask(&content.state) { return answer }
        content.waiting.append { state in
          guard let answer = ask(&state) else { return nil }
          return { continuation.resume(returning: answer) }
        }
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  /// Changes the state, and answers the calls that it allows now.
  @discardableResult
  package func update<Result: Sendable>(_ change: (inout State) -> Result) -> Result {
    let (result, answered) = content.withLock {
      (content: inout Content) -> (Result, [@Sendable () -> Void]) in
      let result = change(&content.state)
      return (result, content.takeAnswered())
    }
    for resume in answered { resume() }
    return result
  }

  /// Looks at the state.
  package func read<Result: Sendable>(_ look: (State) -> Result) -> Result {
    content.withLock { (content: inout Content) -> Result in look(content.state) }
  }
}
