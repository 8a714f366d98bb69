/// What identifies a device to us before the API has given it an id.
package struct DeviceKey: Hashable, Sendable {
  package var scope: Scope
  package var key: String

  package init(_ key: String, in scope: Scope) {
    self.scope = scope
    self.key = key
  }
}
