import Synchronization

/// Remembers the modules that a run has read, for its history and for the excerpts of its errors.
package final class LoadedModules: Sendable {
  private let modules = Mutex<[String: SourceFile]>([:])

  package init() {}

  /// By name.
  package var all: [String: SourceFile] {
    modules.withLock { $0 }
  }

  func note(_ name: String, _ file: SourceFile) {
    modules.withLock { $0[name] = file }
  }
}
