package import Effects
package import Files
import Foundation
import Synchronization

/// A folder in which the loader looks for modules.
package struct ModuleRoot: Hashable, Sendable {
  package let path: String
  /// Whose modules are loaded from it.
  package let owners: TrustedFile.Owners

  /// Modules may belong to root, to this user, and to whoever owns `anchor`: the folder that a
  /// person has named, which is this one if none is given.
  package init(_ path: String, trusting anchor: String? = nil) {
    self.path = path
    owners = .owner(of: anchor ?? path)
  }
}

/// Finds and reads the modules that a script requires, and passes every other effect on.
package struct ModuleLoader: EffectHandler {
  /// The effect that the prelude's `require` performs.
  ///
  /// Its argument is the module's name, and its reply a table with `path` and `text`.
  static let effectName = "lua.read_module"

  private static let sizeLimit = 1 << 20

  private let roots: [ModuleRoot]
  private let loaded: LoadedModules
  private let next: any EffectHandler

  /// The loader searches the roots in their order.
  ///
  /// An error names a file by a path that begins with its root's.
  package init(
    roots: [ModuleRoot], noting loaded: LoadedModules = LoadedModules(), next: any EffectHandler
  ) {
    self.roots = roots
    self.loaded = loaded
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard effect.name == Self.effectName else { return await next.perform(effect) }
    do throws(EffectFailure) {
      return .returned(try await module(effect.arguments.first?.text ?? "", at: effect.location))
    } catch {
      return error.reply
    }
  }

  @concurrent
  private func module(_ name: String, at location: String?) async throws(EffectFailure) -> Value {
    let file = try Self.find(name, in: roots, at: location)
    loaded.record(file, as: name)
    return .map(["path": .text(file.path), "text": .string(ByteString(bytes: file.program.text))])
  }

  /// Reads the file of a module from the first root that has it.
  static func find(
    _ name: String, in roots: [ModuleRoot], at location: String?
  ) throws(EffectFailure) -> SourceFile {
    func failure(_ reason: String) -> EffectFailure {
      EffectFailure(.module, "require '\(name)': \(reason)", location: location)
    }
    guard let relative = relativePath(of: name) else {
      throw failure(
        "a module's name is made of letters, digits, '_' and '-', with '.' between folders")
    }
    for root in roots {
      let path = root.path == "." ? relative : root.path + "/" + relative
      do throws(SourceFile.Fault) {
        return try SourceFile(
          path: path, .init(root.owners, root: root.path, sizeLimit: sizeLimit))
      } catch {
        guard error == .file(.missing) else { throw failure(error.description(of: path)) }
        if isLink(path) { throw failure("\(path) is a symbolic link to nothing") }
      }
    }
    let folders = roots.map(\.path)
    throw failure(
      "no such module in " + folders.joined(separator: " or ") + suggestion(for: name, in: folders))
  }

  /// `a/b.lua` for `a.b`; nil if the name is not allowed, since it could lead out of a root.
  private static func relativePath(of name: String) -> String? {
    let segments = name.split(separator: ".", omittingEmptySubsequences: false)
    let allowed = segments.allSatisfy { segment in
      !segment.isEmpty
        && segment.utf8.allSatisfy { $0 == 0x5F || $0 == 0x2D || isLetterOrDigit($0) }
    }
    return allowed ? segments.joined(separator: "/") + ".lua" : nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  /// ` (did you mean 'NAME'?)` with a module of the same folder; empty if none is near.
  private static func suggestion(for name: String, in roots: [String]) -> String {
    let folders = name.split(separator: ".").dropLast()
    let files = roots.flatMap { root in
      let folder = ([Substring(root)] + folders).joined(separator: "/")
      return (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
    let names = files.filter { $0.hasSuffix(".lua") }.map { $0.dropLast(".lua".count) }
    let modules = names.map { (folders + [$0]).joined(separator: ".") }
    return Suggestion.nearest(to: name, among: modules).map { " (did you mean '\($0)'?)" } ?? ""
  }
}

/// Remembers the modules that a run has read, for its history and for the excerpts of its errors.
package final class LoadedModules: Sendable {
  private let modules = Mutex<[String: SourceFile]>([:])

  package init() {}

  /// The files of the modules by their names.
  package var all: [String: SourceFile] {
    modules.withLock { $0 }
  }

  func record(_ file: SourceFile, as name: String) {
    modules.withLock { $0[name] = file }
  }
}
