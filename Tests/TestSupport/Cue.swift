import Synchronization

/// Something that happens once in a test, and that others wait for.
package final class Cue: Sendable {
  private let isGiven = Atomic(false)

  package init() {}

  package func give() {
    isGiven.store(true, ordering: .sequentiallyConsistent)
  }

  /// Returns once it has been given.
  package func given(file: String = #fileID, line: Int = #line) async throws {
    try await eventually("the cue is given", file: file, line: line) {
      isGiven.load(ordering: .sequentiallyConsistent)
    }
  }
}
