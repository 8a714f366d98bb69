/// What names and keys are looked for by: `*` stands for any text, `?` for any one character, and all else for itself.
package struct NamePattern: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Whether the whole name fits; scalars are compared, so that two spellings of "é" stay two names.
  package func matches(_ name: String) -> Bool {
    let pattern = Array(text.unicodeScalars)
    let name = Array(name.unicodeScalars)
    var (atPattern, atName) = (0, 0)
    /// Where to go on when what follows the last star does not fit where it was tried.
    var star: (pattern: Int, name: Int)?
    while atName < name.count {
      if atPattern < pattern.count, pattern[atPattern] == "*" {
        star = (atPattern + 1, atName)
        atPattern += 1
      } else if atPattern < pattern.count, pattern[atPattern] == "?" || pattern[atPattern] == name[atName] {
        (atPattern, atName) = (atPattern + 1, atName + 1)
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        (atPattern, atName) = (last.pattern, last.name + 1)
      } else {
        return false
      }
    }
    return pattern[atPattern...].allSatisfy { $0 == "*" }
  }
}
