/// Decides what unknowns have come to, from one whole list of their project; a pure function of what is known.
///
/// What is found is adopted, if it is one and no other unknown could be it. What is not found is absent only on evidence: the list is not cut
/// off, it does not lag behind, and a slow backend has had its time.
package struct SettlingRules: Hashable, Sendable {
  /// How many runs look before a person is asked.
  package static let patience = 10

  /// The age before which no list is worth asking for.
  package var settleAfter: Duration
  /// The age before which absence cannot be proven.
  package var absentAfter: Duration

  package static let standard = SettlingRules(settleAfter: .seconds(10), absentAfter: .seconds(900))

  package init(settleAfter: Duration, absentAfter: Duration) {
    self.settleAfter = settleAfter
    self.absentAfter = absentAfter
  }

  /// One verdict for each of the unknowns of a project, in their order.
  ///
  /// `listed` are the devices of the list that are neither owned nor foreign, at least all that match one of the unknowns.
  package func verdicts(
    for unsettled: [UnsettledDevice], among listed: [ListedDevice], _ evidence: ListEvidence
  ) -> [Verdict] {
    let matches = unsettled.map { match($0, among: listed, evidence) }
    var claims: [String: Int] = [:]
    for case .one(let id) in matches { claims[id, default: 0] += 1 }
    return zip(unsettled, matches).map { device, match in
      switch match {
      case .one(let id) where claims[id] == 1:
        .adopt(deviceID: id)
      case .one(let id):
        .ask(reason: "device \(id) may be this one, or another one of the same name whose outcome is unknown")
      case .several(let ids):
        .ask(reason: "\(ids.count) devices may be it: \(ids.sorted().prefix(5).joined(separator: ", "))")
      case .contradicting(let ids):
        .ask(
          reason:
            "a device of this name has another description, brand, model or tags: \(ids.sorted().prefix(5).joined(separator: ", "))"
        )
      case .none:
        verdict(missing: device, evidence)
      }
    }
  }

  private enum Match {
    case one(String)
    case several([String])
    /// Of its name, and not like it.
    case contradicting([String])
    case none
  }

  private func match(_ device: UnsettledDevice, among listed: [ListedDevice], _ evidence: ListEvidence) -> Match {
    if let marker = device.traits.marker {
      let marked = listed.filter { $0.traits.marker == marker }.map(\.id)
      if !marked.isEmpty { return marked.count == 1 ? .one(marked[0]) : .several(marked) }
      if evidence.showsMarkers { return .none }
    }
    let name = Array(device.traits.name.utf8)
    // A device that carries another marker was made for another intent.
    let named = listed.filter { Array($0.traits.name.utf8) == name && $0.traits.marker == nil }
    let agreeing = named.filter { $0.traits.agrees(with: device.traits) }.map(\.id)
    if agreeing.isEmpty { return named.isEmpty ? .none : .contradicting(named.map(\.id)) }
    return agreeing.count == 1 ? .one(agreeing[0]) : .several(agreeing)
  }

  private func verdict(missing device: UnsettledDevice, _ evidence: ListEvidence) -> Verdict {
    guard let reason = missingEvidence(device, evidence) else {
      return .sendAgain(reason: "it is not in the project, \(Self.text(device.age)) after it was sent")
    }
    return device.looks + 1 < Self.patience ? .wait(reason: reason) : .ask(reason: "\(reason), after \(Self.patience) looks")
  }

  /// Why the device's absence from the list does not prove that it was never created; nil when it does.
  private func missingEvidence(_ device: UnsettledDevice, _ evidence: ListEvidence) -> String? {
    if device.isCertain { return "it was created, and the project's list does not show it yet" }
    if device.age <= absentAfter { return "the project's list does not show it, and a slow backend may still create it" }
    if !evidence.showsAllKnown { return "the project's list lacks devices that exist, so it proves nothing" }
    let isNewerShown = evidence.newestShown.map { $0 > device.order } ?? false
    if !isNewerShown && device.age <= absentAfter * 4 {
      return "the project's list does not show it, nor any device that is newer, so it may lag behind"
    }
    return nil
  }

  private static func text(_ age: Duration) -> String {
    age < .seconds(120) ? "\(age.components.seconds) s" : "\(age.components.seconds / 60) min"
  }
}
