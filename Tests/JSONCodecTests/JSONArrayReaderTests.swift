import TestSupport
import Testing

@testable import JSONCodec

struct JSONArrayReaderTests {
  private func read(_ text: String, pieces size: Int) throws(JSONArrayReader.Fault) -> (
    elements: [String], isComplete: Bool
  ) {
    var reader = JSONArrayReader()
    var elements: [String] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      elements += try reader.read(bytes[start..<min(start + size, bytes.count)]).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    return (elements, reader.isComplete)
  }

  @Test(arguments: [
    ("null", []), (" null ", []), (#"{"success":true,"data":null,"status":200}"#, []), (#"[]"#, []),
    (#" [ ] "#, []),
    (#"[{"a":1},{"b":[1,2]}]"#, [#"{"a":1}"#, #"{"b":[1,2]}"#]),
    (#"[{"a":"],\"}"}]"#, [#"{"a":"],\"}"}"#]), (#"[1,"x",null]"#, ["1", #""x""#, "null"]),
    (#"{"success":true,"data":[{"a":1}],"status":200}"#, [#"{"a":1}"#]),
    (#"{"links":[{"data":[9]}],"data":[{"a":1}]}"#, [#"{"a":1}"#]),
    (#"{"message":"\"data\":[","data":[{"a":{"data":[2]}}]}"#, [#"{"a":{"data":[2]}}"#]),
  ])
  func `the elements are the same however the bytes are cut`(text: String, elements: [String])
    throws
  {
    for size in 1...text.utf8.count {
      let read = try read(text, pieces: size)
      #expect(read.elements == elements, "in pieces of \(size)")
      #expect(read.isComplete)
    }
  }

  @Test(arguments: [#"["#, #"[{"a":1}"#, #"{"data":[]"#, "", #"[{"a":1},"#])
  func `what does not end is not complete`(text: String) throws {
    #expect(try read(text, pieces: 3).isComplete == false)
  }

  @Test(arguments: [
    ("nil", .noArray), ("nullx", .trailingBytes), (#"{"note":null}"#, .noArray),
    ("<html>", JSONArrayReader.Fault.noArray),
    (#"{"success":true}"#, .noArray), ("1", .noArray), ("[] []", .trailingBytes),
    (String(repeating: "[", count: 200), .tooDeep),
    (#"{"a":"# + String(repeating: "{", count: 200), .tooDeep),
    ("[\"" + String(repeating: "x", count: (1 << 20) + 1), .elementTooLarge),
  ])
  func `what is no list says so`(text: String, fault: JSONArrayReader.Fault) {
    #expect(throws: fault) { try read(text, pieces: 4096) }
  }
}
