/// A Qubitro in memory: the rules of the API without HTTP.
package struct QubitroModel: Sendable {
  package var contents: ModelContents
  package let rules: ModelRules
  private let keys: [String: ModelKey]

  /// `seed` decides every id, token and reading to come.
  package init(projects: [ModelProject], keys: [String: ModelKey], seed: UInt64 = 0, rules: ModelRules = .a) {
    contents = ModelContents(projects: projects, generator: IdentifierGenerator(seed: seed))
    self.keys = keys
    self.rules = rules
  }

  /// Projects that are named as their ids.
  package init(projects: [String], keys: [String: ModelKey], seed: UInt64 = 0, rules: ModelRules = .a) {
    self.init(projects: projects.map { ModelProject(id: $0, name: $0) }, keys: keys, seed: seed, rules: rules)
  }

  /// Every device, in the order of creation.
  package var devices: [ModelDevice] { Array(deviceList) }
  package var deviceList: DeviceList { contents.devices.list }
  package var projects: [ModelProject] { contents.projects }

  /// Takes over contents that were saved; projects that only this model has stay.
  package mutating func restore(_ saved: ModelContents) {
    let known = Set(saved.projects.map(\.id))
    let added = contents.projects.filter { !known.contains($0.id) }
    contents = saved
    contents.projects += added
  }

  /// What the key may do, if it may do this.
  @discardableResult
  package func authorize(_ key: String?, to right: ModelKey.Right) throws(Refusal) -> ModelKey {
    guard let key, let known = keys[key] else { throw .unauthorized }
    guard known.rights.contains(right) else { throw .forbidden }
    return known
  }

  /// Checks the key, then that the project exists, then that the key reaches it.
  package func authorize(_ key: String?, to right: ModelKey.Right, in project: String) throws(Refusal) {
    let known = try authorize(key, to: right)
    _ = try contents.index(ofProject: project)
    guard known.covers(project) else { throw rules.hidesProjects ? .notFound : .forbidden }
  }
}
