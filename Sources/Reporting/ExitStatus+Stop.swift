import Provisioning
package import Terminal

extension Stop {
  /// How the process ends.
  package var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .ledger: .ioError
    case .keyRefused: .noPermission
    case .configuration: .configuration
    case .unavailable: .unavailable
    case .tryLater: .tryLater
    case .accountOverdue, .createLimit: .failed
    }
  }

  /// What comes from a server or a script cannot break a line; what lists the arguments may.
  var withMessageOnOneLine: Stop {
    switch self {
    case .usage: self
    case .ledger(let message): .ledger(TerminalSafe.line(message))
    case .keyRefused(let message): .keyRefused(TerminalSafe.line(message))
    case .configuration(let message): .configuration(TerminalSafe.line(message))
    case .unavailable(let message): .unavailable(TerminalSafe.line(message))
    case .tryLater(let message): .tryLater(TerminalSafe.line(message))
    case .accountOverdue(let message): .accountOverdue(TerminalSafe.line(message))
    case .createLimit(let message): .createLimit(TerminalSafe.line(message))
    }
  }
}

extension RunControl.Signal {
  /// 128 and the signal's number, as shells have it.
  package var status: ExitStatus {
    switch self {
    case .interrupt: .interrupted
    case .terminate: .terminated
    }
  }
}
