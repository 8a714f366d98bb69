import QubitroClient
import Testing

struct CircuitTests {
  private static let failures: [Exchange] = [
    .lost(reason: "r"), .notSent(reason: "r"), .answered(HTTPResponse(status: 500, body: [])),
    .answered(HTTPResponse(status: 503, body: [])),
  ]

  @Test(arguments: failures)
  func `a long row of failures opens it, for good`(failure: Exchange) {
    let circuit = Circuit()
    for _ in 1..<Circuit.failureLimit { circuit.note(failure) }
    #expect(!circuit.isOpen)
    circuit.note(failure)
    #expect(circuit.isOpen)
    circuit.note(.answered(HTTPResponse(status: 201, body: [])))
    #expect(circuit.isOpen)
  }

  @Test(arguments: [200, 201, 400, 404, 429])
  func `an answer that means something begins the row anew`(status: Int) {
    let circuit = Circuit()
    for _ in 1...10 {
      for _ in 1..<Circuit.failureLimit { circuit.note(.lost(reason: "r")) }
      circuit.note(.answered(HTTPResponse(status: status, body: [])))
    }
    #expect(!circuit.isOpen)
  }
}
