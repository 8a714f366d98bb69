/// What the command line of `doctor` says.
package struct DoctorSettings: Sendable {
  package var project: String?
  package var baseURL: String?
  package var apiKeyFile: String?
  package var ledger: String?
  package var isJSON = false

  package init() {}
}
