import Ledger
import Testing

/// The rules of evidence: each test fails where one of them is left out.
struct SettlingRulesTests {
  private let rules = SettlingRules.standard
  private let whole = ListEvidence(showsAllKnown: true, newestShown: 99)

  private func unsettled(
    _ name: String = "n", description: String = "d", marker: String? = nil,
    wasCreated: Bool = false,
    minutes: Int = 16,
    looks: Int = 1
  ) -> UnsettledDevice {
    UnsettledDevice(
      traits: DeviceTraits(
        name: name, description: description, brand: "Custom", model: "Custom", tags: ["x"],
        marker: marker),
      wasCreated: wasCreated, order: 50, age: .seconds(minutes * 60), looks: looks)
  }

  private func listed(
    _ id: String, _ name: String = "n", description: String? = "d", tags: Set<String>? = nil,
    marker: String? = nil
  )
    -> ListedDevice
  {
    ListedDevice(
      id: id, traits: DeviceTraits(name: name, description: description, tags: tags, marker: marker)
    )
  }

  private func verdict(
    _ device: UnsettledDevice, among devices: [ListedDevice] = [], _ evidence: ListEvidence? = nil
  ) -> Verdict? {
    rules.verdicts(for: [device], among: devices, evidence ?? whole).first
  }

  @Test func `one that matches is adopted, however young it is and whatever else the list lacks`() {
    #expect(
      verdict(unsettled(minutes: 0), among: [listed("a"), listed("b", "other")])
        == .adopt(deviceID: "a"))
    #expect(
      verdict(unsettled(), among: [listed("a")], ListEvidence(showsAllKnown: false))
        == .adopt(deviceID: "a"))
  }

  @Test func `of several of its name the one that is like it is adopted`() {
    #expect(
      verdict(unsettled(), among: [listed("a", description: "e"), listed("b")])
        == .adopt(deviceID: "b"))
    #expect(
      verdict(unsettled(), among: [listed("a", tags: ["y"]), listed("b", tags: ["x"])])
        == .adopt(deviceID: "b"))
  }

  @Test func `several that are like it are for a person`() {
    #expect(
      verdict(unsettled(), among: [listed("b"), listed("a")])
        == .askPerson(reason: "2 devices may be it: a, b"))
  }

  @Test
  func `a device of its name that is not like it is for a person, since names would be twice`() {
    guard case .askPerson = verdict(unsettled(), among: [listed("a", description: "e")]) else {
      Issue.record("a foreign device was taken, or the key would be sent again")
      return
    }
  }

  @Test(arguments: ["cafe\u{301}", " caf\u{E9}", "caf\u{E9}\t"])
  func `a name that the API may have changed on its way is for a person`(name: String) {
    guard case .askPerson = verdict(unsettled("caf\u{E9}"), among: [listed("a", name)]) else {
      Issue.record("it would be taken, or sent again")
      return
    }
  }

  @Test func `a device that a list shows twice is one`() {
    #expect(verdict(unsettled(), among: [listed("a"), listed("a")]) == .adopt(deviceID: "a"))
  }

  @Test func `a device that two unknowns could be is for a person`() {
    let verdicts = rules.verdicts(for: [unsettled(), unsettled()], among: [listed("a")], whole)
    for verdict in verdicts {
      guard case .askPerson = verdict else {
        Issue.record("\(verdict)")
        continue
      }
    }
  }

  @Test func `a marker finds its device whatever its name has become, and tells equal ones apart`()
  {
    let marked = [listed("a", marker: "m1"), listed("b", "renamed", marker: "m2")]
    let verdicts = rules.verdicts(
      for: [unsettled(marker: "m1"), unsettled(marker: "m2")], among: marked, whole)
    #expect(verdicts == [.adopt(deviceID: "a"), .adopt(deviceID: "b")])
  }

  @Test func `a device with another marker is another device`() {
    #expect(
      verdict(unsettled(), among: [listed("a", marker: "m")])
        == .sendAgain(reason: "it is not in the project, 16 min after it was sent"))
  }

  @Test func `an unmarked device needs a person if the API keeps markers, else it is ours`() {
    let keeping = ListEvidence(showsAllKnown: true, newestShown: 99, showsMarkers: true)
    guard case .askPerson = verdict(unsettled(marker: "m"), among: [listed("a")], keeping) else {
      Issue.record("it would be taken, or sent again")
      return
    }
    #expect(verdict(unsettled(marker: "m"), among: [listed("a")]) == .adopt(deviceID: "a"))
  }

  @Test func `one list proves nothing: another run has to see the same`() {
    guard case .wait(_, isCounted: true) = verdict(unsettled(looks: 0)) else {
      Issue.record("a single list that shows nothing would have it sent again")
      return
    }
  }

  @Test func `a slow backend has its time before anything is sent again`() {
    for minutes in [0, 1, 15] {
      guard case .wait = verdict(unsettled(minutes: minutes)) else {
        Issue.record("after \(minutes) minutes")
        continue
      }
    }
    #expect(
      verdict(unsettled(minutes: 16))
        == .sendAgain(reason: "it is not in the project, 16 min after it was sent"))
  }

  @Test func `a list that is cut off proves nothing, at any age`() {
    guard
      case .wait(let reason, _) = verdict(
        unsettled(minutes: 10_000), ListEvidence(showsAllKnown: false, newestShown: 99))
    else {
      Issue.record("it would be sent again")
      return
    }
    #expect(reason.contains("lacks devices that exist"))
  }

  @Test(arguments: [nil, 49, 50] as [Int64?])
  func `a list that shows no newer device may lag, until four times the age`(newest: Int64?) {
    let lagging = ListEvidence(showsAllKnown: true, newestShown: newest)
    guard case .wait(let reason, _) = verdict(unsettled(minutes: 60), lagging) else {
      Issue.record("it would be sent again")
      return
    }
    #expect(reason.contains("lag behind"))
    #expect(
      verdict(unsettled(minutes: 61), lagging)
        == .sendAgain(reason: "it is not in the project, 61 min after it was sent"))
  }

  @Test func `a clock that was set back proves nothing`() {
    guard case .wait = verdict(unsettled(minutes: -600)) else {
      Issue.record("it would be sent again")
      return
    }
  }

  @Test func `what the API said it created is never sent again`() {
    guard case .wait = verdict(unsettled(wasCreated: true, minutes: 10_000)) else {
      Issue.record("it would be sent again")
      return
    }
  }

  @Test func `after ten looks in vain a person is asked, but not while time can still tell`() {
    let cut = ListEvidence(showsAllKnown: false)
    guard case .wait = verdict(unsettled(minutes: 61, looks: 8), cut),
      case .wait = verdict(unsettled(minutes: 60, looks: 99), cut),
      case .askPerson(let reason) = verdict(unsettled(minutes: 61, looks: 9), cut)
    else {
      Issue.record("a run waits for ever, or not long enough")
      return
    }
    #expect(reason.hasSuffix("after 10 looks"))
  }

  @Test func `only what was old enough is counted`() {
    for (minutes, isCounted) in [(14, false), (16, true)] {
      guard
        case .wait(_, isCounted) = verdict(
          unsettled(minutes: minutes), ListEvidence(showsAllKnown: false))
      else {
        Issue.record("\(minutes) minutes")
        continue
      }
    }
  }

  private func verdict(_ device: UnsettledDevice, _ evidence: ListEvidence) -> Verdict? {
    verdict(device, among: [], evidence)
  }
}
