import ArgumentParser
import QubitroModel

/// `KEY:RIGHT,...[:PROJECT,...]`, a key that may not do everything.
struct LimitedKey: ExpressibleByArgument {
  var key: String
  var rights: ModelKey

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), !parts[0].isEmpty else { return nil }
    let names = parts[1].split(separator: ",")
    let rights = names.compactMap { ModelKey.Right(rawValue: String($0)) }
    guard rights.count == names.count else { return nil }
    let projects = parts.count == 3 ? Set(parts[2].split(separator: ",").map(String.init)) : nil
    key = String(parts[0])
    self.rights = ModelKey(rights: Set(rights), projects: projects)
  }
}
