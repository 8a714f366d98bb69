package import JSONCodec

/// Any other request below the base URL, as a script asks for it.
package struct RawRequest: Hashable, Sendable {
  package var method: HTTPRequest.Method
  /// From the base URL on, as in `/v2/dashboards`; percent-encoded when it is sent, segment by
  /// segment.
  package var path: String
  package var query: [String: String]
  package var body: JSON?

  /// Throws for a path that could lead elsewhere, and for a GET with a body.
  package init(
    _ method: HTTPRequest.Method, path: String, query: [String: String] = [:], body: JSON? = nil
  ) throws(QubitroError) {
    guard path.hasPrefix("/"), !path.hasPrefix("//") else {
      throw QubitroError(
        .request,
        "the path '\(path)' must begin with one slash, as in /v2/projects; "
          + "the base URL comes before it")
    }
    guard !path.contains(where: { "?#\\".contains($0) }),
      path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else {
      throw QubitroError(
        .request,
        "the path '\(path)' holds '?', '#', a backslash, a space or a control character; "
          + "parameters go into query")
    }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard !segments.contains(where: { $0 == "." || $0 == ".." }) else {
      throw QubitroError(.request, "the path '\(path)' must not climb with '.' or '..'")
    }
    guard body == nil || method != .get else {
      throw QubitroError(.request, "a GET has no body; parameters go into query")
    }
    self.method = method
    self.path = path
    self.query = query
    self.body = body
  }
}

extension QubitroClient {
  /// Sends the request, and reads its answer as JSON, with or without an envelope.
  package func perform(_ raw: RawRequest) async -> CallOutcome {
    let segments = raw.path.split(separator: "/", omittingEmptySubsequences: false)
      .dropFirst().map(String.init)
    let query = raw.query.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let request = HTTPRequest(
      raw.method, baseURL.url(segments) + BaseURL.query(query), body: raw.body?.bytes)
    return CallOutcome(await send(request).exchange)
  }
}
