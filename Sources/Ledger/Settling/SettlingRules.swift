/// Decides what became of unknowns, from one whole list of their project; a pure function.
///
/// An unknown is adopted if the list shows exactly one device that it can be, and no other unknown
/// can be that device. It is absent only on evidence: two runs have not seen it, the list is not
/// cut off and does not lag behind, and a slow backend has had its time.
package struct SettlingRules: Hashable, Sendable {
  /// How many runs may look in vain before a person has to decide.
  package static let patience = 10

  /// The age of an unknown before which no list is worth a request.
  package var settleAfter: Duration
  /// The age of an unknown before which nothing can prove that it is absent.
  package var absentAfter: Duration

  package static let standard = SettlingRules(settleAfter: .seconds(10), absentAfter: .seconds(900))

  package init(settleAfter: Duration, absentAfter: Duration) {
    self.settleAfter = settleAfter
    self.absentAfter = absentAfter
  }

  /// One verdict for each of the unknowns of a project, in their order.
  ///
  /// `listed` has the devices of the list that are neither owned nor foreign; it may leave out
  /// those that match none of the unknowns.
  package func verdicts(
    for unsettled: [UnsettledDevice], among listed: [ListedDevice], _ evidence: ListEvidence
  ) -> [Verdict] {
    let index = CandidateIndex(listed)
    let matches = unsettled.map { Self.match($0.traits, in: index, evidence) }
    var claims: [String: Int] = [:]
    for case .one(let id) in matches { claims[id, default: 0] += 1 }
    return zip(unsettled, matches).map { device, match in
      switch match {
      case .one(let id) where claims[id] == 1:
        .adopt(deviceID: id)
      case .one(let id):
        .askPerson(
          reason: "device \(id) may be this one, or another one of the same name whose outcome "
            + "is unknown")
      case .several(let ids):
        .askPerson(reason: "\(ids.count) devices may be it: \(Self.text(ids))")
      case .unlike(let ids):
        .askPerson(
          reason: "a device of this name differs in something "
            + "(name, description, brand, model, tags or marker): \(Self.text(ids))")
      case .none:
        verdict(missing: device, evidence)
      }
    }
  }

  /// What a list shows of one unknown, by the ids of devices.
  private enum Match {
    /// One device that it can be.
    case one(String)
    /// Several devices that it can be.
    case several([String])
    /// Devices of nearly its name that differ from it.
    case unlike([String])
    case none
  }

  private static func match(
    _ traits: DeviceTraits, in index: CandidateIndex, _ evidence: ListEvidence
  ) -> Match {
    let marked = traits.marker.map(index.marked) ?? []
    if !marked.isEmpty {
      return marked.count == 1 ? .one(marked[0].id) : .several(marked.map(\.id))
    }
    let named = index.named(like: traits)
    let agreeing = named.filter { $0.traits.agrees(with: traits) }
    // If the API keeps markers, a device without ours may have lost it.
    let isDoubtful = traits.marker != nil && evidence.showsMarkers
    if agreeing.isEmpty || isDoubtful { return named.isEmpty ? .none : .unlike(named.map(\.id)) }
    return agreeing.count == 1 ? .one(agreeing[0].id) : .several(agreeing.map(\.id))
  }

  private func verdict(missing device: UnsettledDevice, _ evidence: ListEvidence) -> Verdict {
    let isCounted = device.age > absentAfter
    if let doubt = doubt(thatAbsent: device, evidence) {
      let isHopeless = device.age > absentAfter * 4 && device.looks + 1 >= Self.patience
      return isHopeless
        ? .askPerson(reason: "\(doubt), after \(device.looks + 1) looks")
        : .wait(reason: doubt, isCounted: isCounted)
    }
    guard device.looks > 0 else {
      let reason = "it is not in the project, which another run has to confirm"
      return .wait(reason: reason, isCounted: isCounted)
    }
    return .sendAgain(
      reason: "it is not in the project, \(Self.text(device.age)) after it was sent")
  }

  /// Why the list does not prove that the device was never created; nil if it does.
  private func doubt(thatAbsent device: UnsettledDevice, _ evidence: ListEvidence) -> String? {
    if device.wasCreated { return "it was created, and the project's list does not show it" }
    if device.age <= absentAfter {
      return "the project's list does not show it, and a slow backend may still create it"
    }
    if !evidence.showsAllKnown {
      return "the project's list lacks devices that exist, so it proves nothing"
    }
    let isNewerShown = evidence.newestShown.map { $0 > device.order } ?? false
    if !isNewerShown && device.age <= absentAfter * 4 {
      return "the project's list does not show it, nor any device that is newer, "
        + "so it may lag behind"
    }
    return nil
  }

  private static func text(_ ids: [String]) -> String {
    ids.sorted().prefix(5).joined(separator: ", ")
  }

  private static func text(_ age: Duration) -> String {
    age < .seconds(120) ? "\(age.components.seconds) s" : "\(age.components.seconds / 60) min"
  }
}

/// What the rules have to know of one unknown.
package struct UnsettledDevice: Hashable, Sendable {
  package var traits: DeviceTraits
  /// Whether an answer said that it was created, so that it cannot be absent.
  package var wasCreated: Bool
  /// The place of its intent among all intents.
  package var order: Int64
  /// The time since its intent; negative after a clock was set back.
  package var age: Duration
  /// How many earlier runs had a whole list that did not show it, taken when it was old enough.
  package var looks: Int

  package init(
    traits: DeviceTraits, wasCreated: Bool = false, order: Int64, age: Duration, looks: Int = 0
  ) {
    self.traits = traits
    self.wasCreated = wasCreated
    self.order = order
    self.age = age
    self.looks = looks
  }
}

/// What the rules decide for one unknown.
package enum Verdict: Hashable, Sendable {
  /// It is this device.
  case adopt(deviceID: String)
  /// It is proven that nothing was created, so that it may be sent again.
  case sendAgain(reason: String)
  /// A later list may decide; `isCounted` says whether this one counts as a look.
  case wait(reason: String, isCounted: Bool)
  /// No list can decide: a person has to.
  case askPerson(reason: String)
}
