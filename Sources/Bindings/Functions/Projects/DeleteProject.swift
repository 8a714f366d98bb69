package import Effects

/// `qubitro.delete_project(id)`, which the host permits, and follows in the ledger.
package enum DeleteProject {
  package static let signature = Signature(
    "qubitro.delete_project", "Deletes a project with all of its devices; needs --allow-delete.",
    parameters: [Parameter("id", .text, required: true, "the project's id")])
}
