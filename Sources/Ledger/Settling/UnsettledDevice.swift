/// An unknown, as far as settling looks at it.
package struct UnsettledDevice: Hashable, Sendable {
  package var traits: DeviceTraits
  /// Whether an answer said that it was created, so that it cannot be absent.
  package var isCertain: Bool
  /// The place of its intent among all intents.
  package var order: Int64
  /// Since its intent; negative after a clock was set back.
  package var age: Duration
  /// How many earlier runs had a whole list, taken when it was old enough, that did not show it.
  package var looks: Int

  package init(traits: DeviceTraits, isCertain: Bool = false, order: Int64, age: Duration, looks: Int = 0) {
    self.traits = traits
    self.isCertain = isCertain
    self.order = order
    self.age = age
    self.looks = looks
  }
}
