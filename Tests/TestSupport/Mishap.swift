import Foundation

/// What goes wrong in a process that is started with it: a library that is preloaded plays it
/// (Tests/Mishaps).
///
/// A step is a call that matters to a crash, counted over all threads: what opens, writes,
/// syncs or removes a file of the ledger's folder, a lock, what is sent.
package enum Mishap: Hashable, Sendable, CustomStringConvertible {
  /// A kind of call, as the trace names it.
  package enum Call: String, Sendable, CaseIterable {
    case open, write, sync, truncate, remove, lock, send
  }

  /// Nothing; the steps are traced all the same.
  case nothing
  /// The process is killed before the step.
  case kill(Int)
  /// The same once half of the step's bytes are written, or once it is done where it has none.
  case half(Int)
  /// The power fails before the step: what was not synced may be lost, as the seed has it.
  case powerFailure(Int, seed: UInt64)
  /// These calls of a kind, counted from 1, end with an error number.
  case failure(Call, ClosedRange<Int>, code: Int32)
  /// From the step on the wall clock is off by so many seconds; with step 0 from the start.
  case clock(Int, seconds: Int)

  package var description: String {
    switch self {
    case .nothing: "nothing"
    case .kill(let step): "kill:\(step)"
    case .half(let step): "half:\(step)"
    case .powerFailure(let step, let seed): "lose:\(step):\(seed)"
    case .failure(let call, let range, let code):
      "fail:\(call.rawValue):\(range.lowerBound):\(range.upperBound):\(code)"
    case .clock(let step, let seconds): "jump:\(step):\(seconds)"
    }
  }

  /// Whether the process is not to survive it.
  package var isCrash: Bool {
    switch self {
    case .kill, .half, .powerFailure: true
    case .nothing, .failure, .clock: false
    }
  }

  /// What a process has to find in its environment, its ledger being in `folder`; its steps are
  /// appended to `trace`.
  package func environment(watching folder: String, tracing trace: String) throws -> [String:
    String]
  {
    let library = try CommandRun.path(of: "libMishaps.so")
    // A folder may be reached through a link, and the kernel names files without.
    let watched = URL(filePath: folder).resolvingSymlinksInPath().path
    var environment = ["LD_PRELOAD": library, "MISHAP_FOLDER": watched, "MISHAP_TRACE": trace]
    if self != .nothing { environment["MISHAP"] = description }
    return environment
  }
}

extension Mishap {
  /// One line of a trace.
  package struct Step: Hashable, Sendable {
    /// From 1 on.
    package var number: Int
    package var call: Call
    /// The file's name, or the method of a request that begins to be sent.
    package var subject: String

    /// Reads a trace; lines that are torn are left out.
    package static func all(in trace: String) -> [Step] {
      let text = (try? String(contentsOfFile: trace, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let number = Int(words[0]),
          let call = Call(rawValue: String(words[1]))
        else { return nil }
        return Step(number: number, call: call, subject: words.count > 2 ? String(words[2]) : "")
      }
    }
  }
}
