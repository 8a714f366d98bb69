import QubitroModel

/// A model with two projects, and keys named after what they may do.
enum ModelFixture {
  static func model(_ rules: ModelRules = .a, keys: [String: ModelKey] = [:]) -> QubitroModel {
    let usual: [String: ModelKey] = [
      "all": ModelKey(), "p-only": ModelKey(projects: ["p"]), "reader": ModelKey(rights: [.read]),
    ]
    return QubitroModel(
      projects: ["p", "q"], keys: usual.merging(keys) { _, new in new }, seed: 1, rules: rules)
  }
}
