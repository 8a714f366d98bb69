/// "Did you mean": finds the known name that is nearest to a mistyped one.
package enum Suggestion {
  /// ` (did you mean 'NAME'?)` to follow a message.
  ///
  /// It is the list of the known names if none is near, and empty if there are none.
  package static func phrase(for typed: String, among known: [String]) -> String {
    if let nearest = nearest(to: typed, among: known) { return " (did you mean '\(nearest)'?)" }
    return known.isEmpty ? "" : " (known: \(known.joined(separator: ", ")))"
  }

  /// The known name that is nearest to the typed one, or nil if none is near.
  ///
  /// It is the shortest name that begins with the typed one, if that has three letters or more.
  /// Else it is the name at the smallest edit distance, which may be a third of its length, or 2 if
  /// that is more.
  package static func nearest(to typed: String, among known: [String]) -> String? {
    let whole = known.filter { $0.hasPrefix(typed) }.min { ($0.count, $0) < ($1.count, $1) }
    if typed.count >= 3, let whole { return whole }
    return
      known
      .filter { abs($0.count - typed.count) <= tolerance(of: $0) }
      .map { (name: $0, distance: distance(from: Array(typed.lowercased()), to: Array($0))) }
      .filter { $0.distance <= tolerance(of: $0.name) && $0.distance < $0.name.count }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
      .name
  }

  private static func tolerance(of name: String) -> Int {
    max(2, name.count / 3)
  }

  /// Edit distance with transpositions of neighbours (optimal string alignment).
  private static func distance(from left: [Character], to right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var best = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
