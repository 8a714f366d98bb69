package import Foundation

/// How long this machine has been up and awake: unlike the wall clock, nobody sets it.
package struct Uptime: Codable, Hashable, Sendable {
  /// Tells one start of one machine from all others.
  package let boot: String
  package let seconds: Int

  package init(boot: String, seconds: Int) {
    self.boot = boot
    self.seconds = seconds
  }

  /// Nil where the system does not tell its starts apart.
  package static var now: Uptime? {
    boot.map { Uptime(boot: $0, seconds: Int(ProcessInfo.processInfo.systemUptime)) }
  }

  /// The time since an earlier moment of the same start; nil where that was another start, or another machine.
  package func since(_ earlier: Uptime?) -> TimeInterval? {
    guard let earlier, earlier.boot == boot else { return nil }
    return TimeInterval(max(0, seconds - earlier.seconds))
  }

  private static let boot: String? = {
    let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return id.flatMap { $0.count < 8 ? nil : String($0.prefix(8)) }
  }()
}
