/// The `metadata` parameter of a list: `key:value,key2:value2`, of which a device must have every pair.
package enum MetadataFilter {
  /// The pairs; a value may hold a colon, and neither may hold a comma.
  package static func pairs(in text: String) throws(Refusal) -> [String: String] {
    var pairs: [String: String] = [:]
    for part in text.split(separator: ",") {
      guard let colon = part.firstIndex(of: ":"), colon != part.startIndex else {
        throw .invalid("metadata is a list of pairs, key:value,key2:value2")
      }
      pairs[String(part[..<colon])] = String(part[part.index(after: colon)...])
    }
    return pairs
  }
}
