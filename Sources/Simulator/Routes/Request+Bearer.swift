import HTTPTypes
import Hummingbird

extension Request {
  /// The API key that it carries.
  var bearer: String? {
    guard let value = headers[.authorization], value.hasPrefix("Bearer ") else { return nil }
    return String(value.dropFirst("Bearer ".count))
  }

  func query(_ name: String) -> String? {
    uri.queryParameters[Substring(name)].map(String.init)
  }
}
