/// Text from scripts and servers, made harmless for a terminal and for mail.
package enum TerminalSafe {
  /// Escapes control characters other than tab and newline, so that no text can move the cursor or
  /// forge a line's colour.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var harmless = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        harmless += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        harmless.unicodeScalars.append(scalar)
      }
    }
    return harmless
  }

  /// The same, on one line.
  package static func line(_ text: String) -> String {
    escaped(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
      separator: "\\n")
  }

  /// A name or a message cut to what a line should hold.
  package static func short(_ text: String, to length: Int) -> String {
    text.unicodeScalars.count > length
      ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(length))) + "..." : text
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t")
      || (0x7F...0x9F).contains(scalar.value)
  }
}

/// A command for a person to type or to paste, quoted as a shell needs it.
package struct NextCommand: CustomStringConvertible {
  private let verb: String
  private var options: [String] = []
  /// What the verb is about, where it is about one thing.
  private let object: String?

  /// A verb of ours, such as `devices list`.
  package init(_ verb: String, _ object: String? = nil) {
    self.verb = verb
    self.object = object
  }

  /// Adds an option with its value; a nil one is left out.
  package mutating func add(_ option: String, _ value: String?) {
    if let value { options += [option, Self.quoted(value)] }
  }

  package mutating func add(_ flag: String) {
    options.append(flag)
  }

  /// Adds a word that is no option.
  package mutating func add(word: String) {
    options.append(Self.quoted(word))
  }

  package var description: String {
    let words = ["qubitro-host", verb]
    guard let object else { return (words + options).joined(separator: " ") }
    // What begins with a dash would be taken for an option.
    let place =
      object.hasPrefix("-")
      ? options + ["--", Self.quoted(object)] : [Self.quoted(object)] + options
    return (words + place).joined(separator: " ")
  }

  /// Plain words as they are, all else in quotes, and control characters spelled as bash and zsh
  /// read them.
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
