/// The wrapping of Qubitro's answers: `{success, action, status, message, data}`, or none.
enum Envelope {
  /// What the body is about: `data` where it is wrapped, else the body itself.
  static func data(in body: JSON) -> JSON {
    guard body["success"] != nil, let data = body["data"] else { return body }
    return data
  }

  /// The body's own explanation on one line, or a word for the status when it has none.
  static func message(in response: HTTPResponse) -> String {
    let body = JSON(response.body)
    let parts = [body?["message"]?.string, body?["details"]?.string].compactMap(\.self).filter { !$0.isEmpty }
    let text = parts.isEmpty ? words(for: response) : parts.joined(separator: "; ")
    return String(text.map { $0.isNewline ? " " : $0 }.prefix(500))
  }

  private static func words(for response: HTTPResponse) -> String {
    guard let first = response.body.first else { return "no explanation" }
    return first == UInt8(ascii: "<") ? "an HTML page, probably from a proxy" : "no explanation that can be read"
  }
}
