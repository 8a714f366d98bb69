extension JournalEntry {
  /// The entry as `/_sim/journal` shows it.
  var wire: WireValue {
    let fields: [String: WireValue?] = [
      "number": .integer(number), "method": .string(method), "path": .string(path), "key": key.map { .string($0) },
      "milliseconds": .integer(milliseconds), "status": status.map { .integer($0) }, "created": .boolean(created),
      "fault": fault.map { .string($0) },
    ]
    return .object(fields.compactMapValues(\.self))
  }
}
