import Terminal

/// Ours, not the one of Testing's exit tests.
typealias ExitStatus = Terminal.ExitStatus
