/// Takes a project's devices as their list comes, some at a time, so that a list of any length needs little memory.
package protocol DeviceReceiver: Sendable {
  /// Takes the next devices, in the list's order; what it throws ends the list, which then has not come whole.
  func receive(_ devices: [Device]) async throws
}
