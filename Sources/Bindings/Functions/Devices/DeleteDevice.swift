package import Effects

/// `qubitro.delete_device{...}`, which the host permits, and follows in the ledger.
package enum DeleteDevice {
  package static let signature = Signature(
    "qubitro.delete_device", "Deletes a device and its data; needs --allow-delete.", style: .fields,
    parameters: [
      Parameter("id", .text, required: true, "the device's id"),
      Parameter("project", .text, "the project's id; the run's when left out"),
    ])
}
