import Crypto
package import Files

/// A file of Lua text, a script or a module, as the host has read it once.
package struct SourceFile: Hashable, Sendable {
  package let path: String
  package let program: Program
  /// SHA-256 of the file's bytes, in hexadecimal.
  package let digest: String

  /// Why a file is no script.
  package enum Fault: Error, Hashable, Sendable {
    /// It is missing, no file, or not to be trusted.
    case file(TrustedFile.Fault)
    case bytecode
    case binary

    /// What is wrong, to follow the file's path, and what to do.
    package func description(of path: String) -> String {
      switch self {
      case .file(let fault):
        fault.description(
          of: path, kind: "file of Lua text", danger: "run what they like with your key")
      case .bytecode: "\(path) is compiled Lua; only text is run"
      case .binary: "\(path) is not text: it holds a NUL byte"
      }
    }
  }

  /// Reads a file that fits the rule.
  package init(path: String, _ rule: TrustedFile.Rule) throws(Fault) {
    let bytes: [UInt8]
    do throws(TrustedFile.Fault) {
      bytes = try TrustedFile(path, rule).bytes
    } catch {
      throw .file(error)
    }
    if bytes.first == 0x1B { throw .bytecode }
    if bytes.contains(0) { throw .binary }
    self.path = path
    program = Program(name: path, text: bytes)
    digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// A script's text under the name that its errors carry.
package struct Program: Hashable, Sendable {
  package var name: String
  /// The text without a byte order mark and a shebang; its line numbers are those of the file.
  package var text: [UInt8]

  package init(name: String, text: [UInt8]) {
    self.name = name
    self.text = Self.stripped(text)
  }

  private static func stripped(_ text: [UInt8]) -> [UInt8] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = text.starts(with: mark) ? text[mark.count...] : text[...]
    guard body.first == UInt8(ascii: "#") else { return Array(body) }
    return Array(body.drop { $0 != UInt8(ascii: "\n") })
  }
}
