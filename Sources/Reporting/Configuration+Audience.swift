import Settings
package import Terminal

extension Configuration {
  /// The console that shows a run's progress line.
  ///
  /// Nil if there is none: nobody watches, or the line would stand among JSON.
  package func progressConsole(on console: any Console) -> ProgressConsole? {
    guard console.isTerminal, display.rewritesLines, verbosity != .quiet else { return nil }
    guard !isJSON || !console.isOutputTerminal else { return nil }
    return ProgressConsole(console)
  }

  /// Whether somebody watches standard error as the run goes on.
  func isWatched(_ console: some Console) -> Bool {
    switch verbosity {
    case .quiet: false
    case .normal: console.isTerminal
    case .verbose: true
    }
  }

  /// Whether one line reports a run that went well and that nobody watched.
  func reportsSuccess(_ runResult: RunResult) -> Bool {
    guard verbosity != .quiet else { return false }
    return switch report {
    case .failure: false
    case .change: runResult.hasChanged
    case .always: true
    }
  }
}
