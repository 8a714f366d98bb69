import Foundation
import Ledger
import Testing

/// What verifying a ledger finds in a row, from values alone.
struct RowAuditTests {
  private let audit = RowAudit { response, id in response.body == Array(id.utf8) }

  private func row(_ state: DeviceState, id: String? = "d", answer: String? = "d", order: Int64 = 1)
    -> DeviceRecord
  {
    let key = DeviceKey("k", in: Scope(baseURL: "u", project: "p"))
    return DeviceRecord(
      number: 7, Intent(key, name: "n", request: [], run: RunID("r")), order: order,
      sentAt: Date(timeIntervalSince1970: 0),
      state: state, response: answer.map { RawResponse(status: 201, body: Array($0.utf8)) },
      deviceID: id)
  }

  private func log(_ states: DeviceState...) -> [TransitionRecord] {
    states.indices.map { index in
      TransitionRecord(
        number: Int64(index + 1), from: index == 0 ? nil : states[index - 1], to: states[index],
        reason: nil, run: RunID("r"),
        at: Date(timeIntervalSince1970: 0))
    }
  }

  private func faults(_ row: DeviceRecord, _ log: [TransitionRecord]) -> [String] {
    audit.violations(of: row, log).map { $0.replacing("row 7 ('k' in project p): ", with: "") }
  }

  @Test func `a row whose log leads to its state is sound, also after it was begun again`() {
    #expect(faults(row(.created), log(.sending, .created)) == [])
    #expect(faults(row(.created, order: 3), log(.sending, .rejected, .sending, .created)) == [])
    #expect(
      faults(row(.quarantined, answer: nil), log(.sending, .unknown, .quarantined, .quarantined))
        == [])
    #expect(faults(row(.unknown, id: nil, answer: nil), log(.sending, .unknown)) == [])
  }

  @Test func `each thing that is wrong is one sentence with its row`() {
    #expect(
      audit.violations(of: row(.created), []) == [
        "row 7 ('k' in project p): the log has nothing of it"
      ])
    #expect(
      faults(row(.created), log(.sending, .unknown)) == [
        "it is created, and the last entry of its log says unknown"
      ])
    #expect(
      faults(row(.created), log(.sending, .deleted, .created)) == [
        "entry 2 of its log goes from sending to deleted, which is no move",
        "entry 3 of its log goes from deleted to created, which is no move",
      ])
    #expect(
      faults(row(.created, order: 9), log(.sending, .created)) == [
        "its order is 9, and entry 1 of its log began it"
      ])
    #expect(
      faults(row(.adopted, id: nil), log(.sending, .unknown, .adopted)) == [
        "it is adopted, and has no id"
      ])
    #expect(
      faults(row(.created, answer: nil), log(.sending, .created)) == [
        "it is created, and its answer is not kept"
      ])
    #expect(
      faults(row(.created, answer: "e"), log(.sending, .created)) == [
        "its answer holds no token for device d"
      ])
    var gap = log(.sending, .unknown)
    gap[1].from = .rejected
    #expect(
      faults(row(.unknown), gap).first == "entry 2 of its log leaves rejected, and it was sending")
  }
}
