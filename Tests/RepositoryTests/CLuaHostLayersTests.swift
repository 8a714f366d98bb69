import Testing

/// The files of CLuaHost are in layers: a file uses its own folder and the folders below it.
struct CLuaHostLayersTests {
  private static let root = "Sources/CLuaHost/"

  /// The folders, lowest first.
  ///
  /// Below them all is include/, which every file may use.
  private static let layers = ["buffer", "state", "stop", "codec", "sandbox", "fibers", "api"]

  /// The code of one file, without comments.
  private struct CodeFile {
    /// Below `root`.
    let path: String
    let lines: [String]

    init(_ path: String, _ text: String) {
      self.path = path
      lines = text.split(separator: "\n").map { line in
        String(line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex))
      }
    }

    /// The index of its folder in `layers`; nil if it is in none of them.
    var layer: Int? {
      path.split(separator: "/").first.flatMap { layers.firstIndex(of: String($0)) }
    }

    var includes: [Substring] {
      lines.compactMap { $0.firstMatch(of: /^#include "([^"]+)"/)?.1 }
    }

    /// The functions, constants and types that it declares or defines, except static ones.
    var declaredNames: Set<Substring> {
      var names: Set<Substring> = []
      for line in lines where line.first?.isLetter == true {
        if line.hasPrefix("static ") && !line.hasPrefix("static inline ") { continue }
        if line.firstMatch(of: /^(?:extern )?const char lh_/) != nil {
          names.formUnion(line.matches(of: /\blh_\w+/).map(\.output))
        } else if let function = line.firstMatch(of: /\b(lh_\w+)\(/) {
          names.insert(function.1)
        } else if let type = line.firstMatch(of: /^typedef (?:struct|enum) (lh_\w+)/) {
          names.insert(type.1)
        }
      }
      return names
    }

    var usedNames: Set<Substring> {
      Set(lines.flatMap { $0.matches(of: /\blh_\w+/).map(\.output) })
    }
  }

  private static func files() throws -> [CodeFile] {
    try Repository.files(in: "Sources/CLuaHost", endingIn: ".c", ".h")
      .filter { !$0.hasPrefix(root + "include/") }
      .map { CodeFile(String($0.dropFirst(root.count)), try Repository.text(of: $0)) }
  }

  /// The layer of each name that a file declares for others.
  private static func owners(in files: [CodeFile]) -> [Substring: Set<Int>] {
    var owners: [Substring: Set<Int>] = [:]
    for file in files {
      for name in file.declaredNames {
        owners[name, default: []].formUnion(file.layer.map { [$0] } ?? [])
      }
    }
    return owners
  }

  /// What breaks the order in these files.
  ///
  /// Each text begins with the path of a file.
  private static func violations(in files: [CodeFile]) -> [String] {
    let owners = owners(in: files)
    return files.flatMap { file -> [String] in
      guard let layer = file.layer else { return ["\(file.path) is in no layer"] }
      let includes = file.includes.filter { !mayInclude($0, from: layer) }
      let names = file.usedNames.filter { owners[$0, default: []].contains { $0 > layer } }
      return includes.map { "\(file.path) includes \($0)" }
        + names.sorted().map { "\(file.path) names \($0)" }
    }
  }

  /// Whether a file of this layer may include a header by this path.
  ///
  /// That is a header of its own folder or of include/, or the one header of a lower folder that is
  /// for other folders: it has the folder's name.
  private static func mayInclude(_ header: Substring, from layer: Int) -> Bool {
    let parts = header.split(separator: "/")
    if parts.count == 1 { return true }
    guard parts.count == 3, parts[0] == "..", parts[2] == parts[1] + ".h" else { return false }
    return layers[..<layer].contains(String(parts[1]))
  }

  @Test func `no file includes or names what is in an upper layer`() throws {
    let files = try Self.files()
    #expect(Set(files.compactMap(\.layer)) == Set(Self.layers.indices))
    #expect(Self.owners(in: files).count > 60)
    #expect(Self.violations(in: files) == [])
  }

  @Test(arguments: [
    ("codec/upper_header.c", #"#include "../fibers/fibers.h""#),
    ("sandbox/private_header.c", #"#include "../stop/internal.h""#),
    ("stop/upper_function.c", "static int f(lua_State *L) { return lh_bind(L); }"),
    ("stop/exported_function.c", "static size_t f(lh_host *host) { return lh_close(host); }"),
    ("stop/own_declaration.c", "int lh_bind(lua_State *L);"),
    ("buffer/upper_constant.c", "static const char *f(void) { return &lh_stop_token; }"),
    ("no_folder.c", "static int f(void) { return 0; }"),
  ])
  func `a file that breaks the order is found`(path: String, text: String) throws {
    let violations = Self.violations(in: try Self.files() + [CodeFile(path, text)])
    #expect(violations.contains { $0.hasPrefix(path) }, "\(violations)")
  }
}
