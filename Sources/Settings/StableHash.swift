/// A hash that is the same in every process and on every machine, unlike Swift's own: FNV-1a with
/// 64 bits.
///
/// Names of devices follow from such hashes, and the ledger keeps them from run to run. So their
/// values must never change.
package struct StableHash: Sendable {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  init() {}

  /// The hash of a text's bytes in UTF-8.
  package init(of text: String) {
    add(text.utf8)
  }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}

/// The number with which a script's random numbers begin.
///
/// The same run gets the same number again, so a rerun draws the same names.
package enum Seed {
  /// Hashes the script's file name, the project, and the arguments in the order of their names.
  ///
  /// It does not hash the script's text: an edited comment must not rename every device.
  package static func of(script: String, arguments: [String: String], project: String?) -> Int64 {
    let name = script.split(separator: "/").last.map(String.init) ?? script
    let pairs = arguments.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    var hash = StableHash()
    for word in [name, project ?? ""] + pairs { hash.add(Array(word.utf8) + [0]) }
    return Int64(bitPattern: hash.value)
  }
}

/// How long a run waits before it begins if nobody watches it.
///
/// Crontabs on many hosts name the same minute; the delay keeps them from calling the API in the
/// same second.
enum StartDelay {
  /// A delay shorter than `range`, which depends only on the host and the job.
  static func of(host: String, jobID: String, within range: Duration) -> Duration {
    range * fraction(of: "\(host)\0\(jobID)")
  }

  /// A number from 0 up to 1, without 1; texts are spread evenly over this range.
  private static func fraction(of text: String) -> Double {
    var hash = StableHash(of: text).value
    // FNV-1a gives similar texts similar hashes; the last steps of SplitMix64 spread them.
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((hash ^ (hash >> 31)) >> 11) / Double(1 << 53)
  }
}

extension Configuration {
  /// How long a run on `host` waits before it begins; zero for a plan, and if a person may be
  /// waiting for the run (`isWatched`).
  package func startDelay(on host: String, isWatched: Bool) -> Duration {
    isWatched || mode == .plan ? .zero : StartDelay.of(host: host, jobID: jobID, within: jitter)
  }
}
