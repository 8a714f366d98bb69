import Bindings
import Effects
import Synchronization
import Testing

struct BindingTableTests {
  private let log = Logged()

  private func table() -> BindingTable {
    BindingTable(log: log, api: API(client: nil, project: nil))
  }

  @Test func `the table performs no create, since it has no ledger`() async {
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
      BindingTable.bindings.map(\.signature.name).sorted() == [
        "host.log.debug", "host.log.error", "host.log.info", "host.log.warn",
        "qubitro.create_device", "qubitro.create_devices", "qubitro.create_project",
        "qubitro.data_keys", "qubitro.delete_device", "qubitro.delete_project",
        "qubitro.get_device", "qubitro.get_project",
        "qubitro.list_devices", "qubitro.list_projects", "qubitro.read_data", "qubitro.request",
      ])
  }

  @Test func `whether a call changes the world follows from its consequence`() throws {
    func consequence(_ name: String, _ fields: [ByteString: Value] = [:]) throws -> Consequence {
      let effect = Effect(name, [.map(fields)])
      return try #require(BindingTable.binding(of: effect)).consequence(of: effect)
    }
    #expect(try consequence("host.log.info") == .none)
    #expect(try consequence("qubitro.create_device") == .api(.creates))
    #expect(try consequence("qubitro.delete_device") == .api(.deletes))
    #expect(try consequence("qubitro.delete_project") == .api(.deletes))
    #expect(try consequence("qubitro.create_project") == .api(.writes))
    #expect(try consequence("qubitro.list_devices") == .api(.reads))
    #expect(try consequence("qubitro.request", ["path": "/v2"]) == .api(.reads))
    #expect(try consequence("qubitro.request", ["method": "PUT"]) == .api(.writes))
  }

  @Test func `every function and every parameter says what it is for`() {
    for binding in BindingTable.bindings {
      let signature = binding.signature
      #expect(signature.summary.hasSuffix("."), "\(signature.name)")
      for parameter in signature.parameters {
        #expect(!parameter.summary.isEmpty, "\(signature.name): \(parameter.name)")
      }
    }
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
