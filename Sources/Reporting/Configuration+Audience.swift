import Settings
package import Terminal

extension Configuration {
  /// The console that a run's progress line is shown on; nil if it shows none: nobody watches, or
  /// the line would stand among JSON.
  package func progressConsole(on console: any Console) -> ProgressConsole? {
    guard console.isTerminal, display.rewritesLines, verbosity != .quiet else { return nil }
    guard !isJSON || !console.isOutputTerminal else { return nil }
    return ProgressConsole(console)
  }

  /// Whether somebody looks at standard error as the run goes on.
  func isWatched(_ console: some Console) -> Bool {
    switch verbosity {
    case .quiet: false
    case .normal: console.isTerminal
    case .verbose: true
    }
  }

  /// Whether a run that went well is to be told in a line where nobody watched it.
  func isOccasion(_ runResult: RunResult) -> Bool {
    guard verbosity != .quiet else { return false }
    return switch report {
    case .failure: false
    case .change: runResult.hasChanged
    case .always: true
    }
  }
}
