/// A Qubitro in memory, which keeps the rules of the API and knows nothing of HTTP.
package struct QubitroModel: Sendable {
  package var contents: ModelContents
  package let rules: ModelRules
  private let keys: [String: ModelKey]

  /// `seed` decides every id, token and reading to come.
  package init(
    projects: [ModelProject], keys: [String: ModelKey], seed: UInt64 = 0, rules: ModelRules = .a
  ) {
    contents = ModelContents(projects: projects, generator: IdentifierGenerator(seed: seed))
    self.keys = keys
    self.rules = rules
  }

  /// A model of projects whose names are their ids.
  package init(
    projects: [String], keys: [String: ModelKey], seed: UInt64 = 0, rules: ModelRules = .a
  ) {
    self.init(
      projects: projects.map { ModelProject(id: $0, name: $0) }, keys: keys, seed: seed,
      rules: rules)
  }

  /// Every device, in the order of creation.
  package var devices: [ModelDevice] { Array(deviceList) }
  package var deviceList: DeviceList { contents.devices.list }
  package var projects: [ModelProject] { contents.projects }

  /// Takes over saved contents; projects that only this model has stay.
  package mutating func restore(_ saved: ModelContents) {
    let known = Set(saved.projects.map(\.id))
    let added = contents.projects.filter { !known.contains($0.id) }
    contents = saved
    contents.projects += added
  }

  /// Checks that the key has the right, and returns all that it may do.
  @discardableResult
  package func authorize(_ key: String?, to right: ModelKey.Right) throws(Refusal) -> ModelKey {
    guard let key, let known = keys[key] else { throw .unauthorized }
    guard known.rights.contains(right) else { throw .forbidden }
    return known
  }

  /// Checks the key, then that the project exists, then that the key reaches it.
  package func authorize(
    _ key: String?, to right: ModelKey.Right, in project: String
  ) throws(Refusal) {
    let known = try authorize(key, to: right)
    _ = try contents.index(ofProject: project)
    guard known.covers(project) else { throw rules.hidesProjects ? .notFound : .forbidden }
  }
}

/// Everything in the model that a request can change, in a form that can be saved.
package struct ModelContents: Sendable, Codable {
  /// In the order of creation, as the devices are.
  package internal(set) var projects: [ModelProject]
  package internal(set) var devices = DeviceTable()
  /// The readings of a device, oldest first.
  var readings: [String: [ModelReading]] = [:]
  var generator: IdentifierGenerator

  func index(ofProject id: String) throws(Refusal) -> Int {
    guard let index = projects.firstIndex(where: { $0.id == id }) else { throw .notFound }
    return index
  }

  func device(_ id: String, in project: String) throws(Refusal) -> ModelDevice {
    guard let device = devices[id], device.project == project else { throw .notFound }
    return device
  }
}

/// What an API key may do.
package struct ModelKey: Hashable, Sendable {
  /// One of the actions that a key is made for.
  package enum Right: String, Hashable, Sendable, CaseIterable {
    case create, read, write, delete
  }

  package var rights: Set<Right>
  /// The projects that the key is limited to; nil for every project.
  package var projects: Set<String>?

  package init(rights: Set<Right> = Set(Right.allCases), projects: Set<String>? = nil) {
    self.rights = rights
    self.projects = projects
  }

  func covers(_ project: String) -> Bool {
    projects?.contains(project) ?? true
  }
}

/// Why the model refuses a request, with the status that the API documents for it.
package enum Refusal: Error, Hashable, Sendable {
  case invalid(String)
  case unauthorized
  case forbidden
  case notFound

  package var status: Int {
    switch self {
    case .invalid: 400
    case .unauthorized: 401
    case .forbidden: 403
    case .notFound: 404
    }
  }

  /// A stable word for programs.
  package var code: String {
    switch self {
    case .invalid: "invalid_request"
    case .unauthorized: "unauthorized"
    case .forbidden: "forbidden"
    case .notFound: "not_found"
    }
  }

  package var message: String {
    switch self {
    case .invalid: "The request is not valid."
    case .unauthorized: "Authentication failed or was not provided."
    case .forbidden: "The key does not have access to the requested resource."
    case .notFound: "The requested resource could not be found."
    }
  }

  /// What exactly is wrong with the request, if the message does not say it all.
  package var details: String? {
    guard case .invalid(let reason) = self else { return nil }
    return reason
  }
}
