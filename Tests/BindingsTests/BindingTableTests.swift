import Bindings
import Effects
import Synchronization
import Testing

struct BindingTableTests {
  private let log = Logged()

  private func table() -> BindingTable {
    BindingTable(log: log, api: API(client: nil, project: nil))
  }

  @Test func `a create is never performed here, where no ledger watches`() async {
    let reply = await table().perform(
      Effect("qubitro.create_device", [.map(["name": "a", "source": "mqtt"])]))
    guard case .raised(let failure) = reply else {
      Issue.record("\(reply)")
      return
    }
    #expect(failure.kind == .internal)
  }

  @Test func `every name is bound once`() {
    #expect(
      BindingTable.signatures.map(\.name) == [
        "host.log.debug", "host.log.error", "host.log.info", "host.log.warn",
        "qubitro.create_device", "qubitro.create_project",
        "qubitro.data_keys", "qubitro.delete_device", "qubitro.delete_project",
        "qubitro.get_device", "qubitro.get_project",
        "qubitro.list_devices", "qubitro.list_projects", "qubitro.read_data", "qubitro.request",
      ])
  }

  @Test func `a log call reaches the sink with its level, fields and line`() async {
    let reply = await table().perform(
      Effect("host.log.warn", ["careful", .map(["n": 1])], at: "s.lua:1"))
    #expect(reply == .returned(.null))
    #expect(log.records.map(\.message) == ["careful"])
    #expect(log.records.first?.level == .warn)
    #expect(log.records.first?.fields == ["n": 1])
    #expect(log.records.first?.location == "s.lua:1")
  }

  @Test func `a wrong log call raises`() async {
    guard
      case .raised(let failure) = await table().perform(Effect("host.log.info", [7], at: "s.lua:1"))
    else {
      Issue.record("it passed")
      return
    }
    #expect(failure.message == "host.log.info: message must be a string, got the integer 7")
  }
}

private final class Logged: LogSink {
  private let seen = Mutex<[LogRecord]>([])

  var records: [LogRecord] { seen.withLock { $0 } }

  func log(_ record: LogRecord) {
    seen.withLock { $0.append(record) }
  }
}
