/// A command that a person can type or paste next, quoted for a shell.
package struct NextCommand: CustomStringConvertible {
  private let verb: String
  private var options: [String] = []
  private let object: String?

  /// Begins with a verb of ours, such as `devices list`; `object` is the one thing that the verb
  /// acts on, if there is one.
  package init(_ verb: String, _ object: String? = nil) {
    self.verb = verb
    self.object = object
  }

  /// Adds an option with its value; skips it if the value is nil.
  package mutating func add(_ option: String, _ value: String?) {
    if let value { options += [option, Self.quoted(value)] }
  }

  /// Adds an option that takes no value.
  package mutating func add(_ flag: String) {
    options.append(flag)
  }

  /// Adds a word that is not an option.
  package mutating func add(word: String) {
    options.append(Self.quoted(word))
  }

  package var description: String {
    let words = ["qubitro-host", verb]
    guard let object else { return (words + options).joined(separator: " ") }
    // The parser would take a word that begins with a dash for an option.
    let place =
      object.hasPrefix("-")
      ? options + ["--", Self.quoted(object)] : [Self.quoted(object)] + options
    return (words + place).joined(separator: " ")
  }

  /// A word as a shell reads it back: plain words unchanged, all others in quotes.
  ///
  /// Control characters are spelled out in the way of bash and zsh, so that the terminal shows
  /// them and does not obey them.
  package static func quoted(_ word: String) -> String {
    let plain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789_@%+=:,./-".unicodeScalars.contains($0)
    }
    if plain, !word.isEmpty { return word }
    let harmless = TerminalSafe.line(word)
    if harmless == word { return "'" + word.replacing("'", with: #"'\''"#) + "'" }
    let escaped = word.replacing("\\", with: "\\\\").replacing("'", with: #"\'"#)
    return "$'" + TerminalSafe.line(escaped) + "'"
  }
}
