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
    case .ledger(let message): .ledger(PlainText.line(message))
    case .keyRefused(let message): .keyRefused(PlainText.line(message))
    case .configuration(let message): .configuration(PlainText.line(message))
    case .unavailable(let message): .unavailable(PlainText.line(message))
    case .tryLater(let message): .tryLater(PlainText.line(message))
    case .accountOverdue(let message): .accountOverdue(PlainText.line(message))
    case .createLimit(let message): .createLimit(PlainText.line(message))
    }
  }
}

extension Interruption.Signal {
  /// 128 and the signal's number, as shells have it.
  package var status: ExitStatus {
    switch self {
    case .interrupt: .interrupted
    case .terminate: .terminated
    }
  }
}
