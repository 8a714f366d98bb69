import Bindings
import Effects
import JSONCodec
import QubitroClient
import TestSupport
import Testing

struct CreateDeviceTests {
  private let creation = CreateDevice(
    client: QubitroClient(baseURL: .published, transport: Unreachable(), pause: NoPause()),
    project: "p")

  private func effect(_ fields: [ByteString: Value]) -> Effect {
    Effect("qubitro.create_device", [.map(fields)], at: "s.lua:3")
  }

  private func failure(_ effect: Effect) -> EffectFailure? {
    #expect(throws: EffectFailure.self) { try creation.proposal(for: effect) }
  }

  @Test func `a call becomes a complete request, with its defaults`() throws {
    let proposal = try creation.proposal(for: effect(["name": "a", "source": "mqtt"]))
    #expect(proposal.key == "a")
    #expect(proposal.project == "p")
    #expect(proposal.device == NewDevice(name: "a", description: "a", source: "mqtt", tags: []))
    #expect(proposal.location == "s.lua:3")
  }

  @Test func `every field of the call finds its place`() throws {
    let proposal = try creation.proposal(
      for: effect([
        "name": "a", "description": "d", "source": "http", "tags": .array(["x"]), "brand": "B",
        "model": "M", "key": "k",
        "project": "q",
      ]))
    #expect((proposal.key, proposal.project) == ("k", "q"))
    #expect(
      proposal.device
        == NewDevice(
          name: "a", description: "d", source: "http", tags: ["x"], brand: "B", model: "M"))
  }

  @Test func `an unknown field makes the call wrong, a wrong value only its row`() {
    let typo = failure(effect(["name": "a", "source": "mqtt", "descripton": "d"]))
    #expect(typo?.kind == .usage)
    #expect(
      typo?.message
        == "qubitro.create_device: unknown field 'descripton' (did you mean 'description'?)")
    #expect(typo?.location == "s.lua:3")
    let wrong = failure(effect(["name": "a", "source": "lora"]))
    #expect(wrong?.kind == .invalid)
    #expect(wrong?.key == "a")
    #expect(failure(effect(["source": "mqtt"]))?.kind == .invalid)
    #expect(failure(effect(["name": "", "source": "mqtt"]))?.kind == .invalid)
    #expect(failure(Effect("qubitro.create_device", ["a"]))?.kind == .usage)
  }

  @Test func `without any project the settings are at fault`() {
    let creation = CreateDevice(
      client: QubitroClient(baseURL: .published, transport: Unreachable(), pause: NoPause()),
      project: nil)
    let failure = #expect(throws: EffectFailure.self) {
      try creation.proposal(for: effect(["name": "a", "source": "mqtt"]))
    }
    #expect(failure?.kind == .configuration)
  }

  @Test func `a created device is returned as published, with key, created and credentials`() throws
  {
    let proposal = try creation.proposal(for: effect(["name": "a", "source": "mqtt"]))
    let json = try #require(
      JSON(
        Array(
          #"{"id":"d","name":"a","future_field":7,"metadata":{"device_id":"d","device_token":"t"}}"#
            .utf8)))
    let device = try #require(Device(json))
    #expect(
      creation.reply(for: proposal, device, isNew: true)
        == .returned(
          .map([
            "id": "d", "name": "a", "future_field": 7,
            "metadata": .map(["device_id": "d", "device_token": "t"]), "key": "a",
            "created": true, "credentials": .map(["device_id": "d", "device_token": "t"]),
          ])))
  }

  @Test func `a failure says what happened, to which device, and where it was asked for`() throws {
    let proposal = try creation.proposal(for: effect(["name": "a", "source": "mqtt"]))
    let problem = CreateOutcome.Problem(status: 400, message: "no")
    let rejected = try #require(
      failure(creation.result(of: proposal, .rejected(problem), attempts: 1)))
    #expect(rejected.message == "qubitro.create_device 'a': rejected by the API (HTTP 400: no)")
    #expect(
      (rejected.kind, rejected.status, rejected.key, rejected.location) == (
        .rejected, 400, "a", "s.lua:3"
      ))
    #expect(
      failure(creation.result(of: proposal, .unknown(problem), attempts: 1))?.kind == .unknown)
    #expect(
      failure(creation.result(of: proposal, .notSent(reason: "r"), attempts: 1))?.isRetryable
        == true)
    #expect(
      failure(
        creation.result(
          of: proposal, .createdWithoutCredentials(deviceID: nil, reason: "r"), attempts: 1))?.kind
        == .unknown)
    #expect(
      failure(creation.result(of: proposal, .runStopping(.keyRefused, problem), attempts: 1))?.kind
        == .keyRefused)
  }

  private func failure(_ result: Result<Device, EffectFailure>) -> EffectFailure? {
    guard case .failure(let failure) = result else { return nil }
    return failure
  }
}

private struct Unreachable: Transport {
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    .notSent(reason: "unreachable")
  }
}
