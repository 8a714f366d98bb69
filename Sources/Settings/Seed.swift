/// Where a script's random numbers start: a stable hash of what makes a run that run, so that a
/// rerun makes the same names.
package enum Seed {
  /// FNV-1a over the script's file name, its arguments in order, and the project.
  ///
  /// The script's text is left out: an edited comment must not rename every device.
  package static func of(script: String, arguments: [String: String], project: String?) -> Int64 {
    let name = script.split(separator: "/").last.map(String.init) ?? script
    let pairs = arguments.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for word in [name, project ?? ""] + pairs {
      for byte in Array(word.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return Int64(bitPattern: hash)
  }
}
