import Foundation
import Testing

struct DocumentationTests {
  @Test func `every type and package function in Sources has a doc comment`() throws {
    let declaration =
      #/
      ^\s*(?:@\w+\ )*package\ (?:final\ |static\ |mutating\ |nonisolated\ |indirect\ )*
      (struct|class|enum|actor|protocol|func)\b
      /#
    let requirements = try requirements()
    for file in Repository.files(in: "Sources", endingIn: ".swift") {
      let lines = try Repository.lines(of: file)
      for (index, line) in lines.enumerated() where line.firstMatch(of: declaration) != nil {
        let above =
          lines[..<index].last { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("@") } ?? ""
        let isDocumented = above.trimmingCharacters(in: .whitespaces).hasPrefix("///")
        #expect(isDocumented || isWitness(line, of: requirements), "\(file):\(index + 1): \(line)")
      }
    }
  }

  /// The names of the functions that our protocols ask for, and of those that the language's do.
  private func requirements() throws -> Set<String> {
    var names: Set = ["enqueue", "encode", "<"]
    for file in Repository.files(in: "Sources", endingIn: ".swift") {
      let text = try Repository.text(of: file)
      for body in text.matches(of: /protocol \w+[^{]*\{(.*?)\n\}/.dotMatchesNewlines()) {
        for function in body.1.matches(of: /func (\w+)/) { names.insert(String(function.1)) }
      }
    }
    return names
  }

  /// What a protocol documents needs no second comment where it is implemented.
  private func isWitness(_ line: Substring, of requirements: Set<String>) -> Bool {
    line.firstMatch(of: /func (\w+|<)/).map { requirements.contains(String($0.1)) } ?? false
  }

  @Test func `every file that a document links to exists`() throws {
    let documents =
      Repository.files(in: "docs", endingIn: ".md") + [
        "README.md", "CHANGELOG.md", "Tests/Programs/README.md",
      ]
    for document in documents {
      let folder = document.split(separator: "/").dropLast().joined(separator: "/")
      for link in try Repository.text(of: document).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let path = (folder.isEmpty ? "" : folder + "/") + link.1
        #expect(Repository.exists(path), "\(document) links to \(link.1)")
      }
    }
  }

  /// The names that the bindings give to their signatures.
  private func boundNames() throws -> Set<String> {
    let sources = try Repository.files(in: "Sources/Bindings", endingIn: ".swift")
      .map(Repository.text).joined(separator: "\n")
    let levels = try #require(sources.firstMatch(of: /enum LogLevel\b[^{]*\{\s*case ([a-z, ]+)/)).1
    let names = sources.matches(of: /Signature\(\s*"([^"]+)"/).map(\.1)
    return Set(
      names.flatMap { name in
        levels.split(separator: ", ").map { name.replacing(#"\(level.rawValue)"#, with: $0) }
      }.map(String.init))
  }

  @Test func `every function of a script is in the scripting guide`() throws {
    let guide = try Repository.text(of: "docs/scripting.md")
    let bound = try boundNames()
    #expect(bound.isSuperset(of: ["qubitro.create_device", "qubitro.request", "host.log.warn"]))
    for name in bound.union(["host.parallel", "require", "args", "print"]) {
      let pattern = try Regex("`\(NSRegularExpression.escapedPattern(for: name))[({` ]")
      let isThere = guide.contains(pattern)
      #expect(isThere, "\(name)")
    }
  }

  @Test func `every module is in the design`() throws {
    let design = try Repository.text(of: "docs/design.md")
    let modules = Repository.files(in: "Sources", endingIn: ".swift", ".h", ".modulemap").map {
      $0.split(separator: "/")[1]
    }
    for module in Set(modules) {
      let isThere = design.contains("`\(module)`")
      #expect(isThere, "\(module)")
    }
  }

  @Test func `the README gives the commands, the options and every exit status`() throws {
    let readme = try Repository.text(of: "README.md")
    for text in ["./dev/demo", "./dev/test", "--ledger", "--api-key-file", "*/15 * * * *"] {
      #expect(readme.contains(text), "\(text)")
    }
    for status in [0, 1, 2, 3, 64, 66, 69, 70, 74, 75, 77, 78, 130, 143] {
      #expect(readme.contains(try Regex("\\| `\(status)` \\|", as: Substring.self)), "\(status)")
    }
  }

  @Test func `continuous integration runs the README's test command`() throws {
    #expect(try Repository.text(of: ".ci/run").contains("dev/test"))
    for verb in ["setup", "demo", "test", "format"] {
      #expect(
        FileManager.default.isExecutableFile(
          atPath: Repository.root.appending(path: "dev/\(verb)").path), "dev/\(verb)")
    }
  }

  @Test func `the version is the newest of the changelog`() throws {
    let version = try Repository.text(of: "Sources/Terminal/HostError.swift").firstMatch(
      of: /version = "([^"]+)"/)?.1
    let newest = try Repository.text(of: "CHANGELOG.md").firstMatch(of: /## ([0-9.]+)/)?.1
    #expect(version == newest)
  }
}
