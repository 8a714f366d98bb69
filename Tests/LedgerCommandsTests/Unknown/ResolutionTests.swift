import LedgerCommands
import Terminal
import Testing

struct ResolutionTests {
  @Test func `a command line has exactly one answer`() throws {
    #expect(throws: HostError.self) {
      try Resolution(created: nil, isAbsent: false, accepts: false, replaces: false)
    }
    #expect(throws: HostError.self) {
      try Resolution(created: "1", isAbsent: true, accepts: false, replaces: false)
    }
    #expect(throws: HostError.self) {
      try Resolution(created: "", isAbsent: false, accepts: false, replaces: false)
    }
    #expect(
      try Resolution(created: nil, isAbsent: false, accepts: true, replaces: false) == .accept)
  }
}
