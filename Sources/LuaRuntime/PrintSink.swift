/// Receives what scripts print.
package protocol PrintSink: Sendable {
  /// Whole records, each ended by a newline, as raw bytes.
  func write(_ bytes: [UInt8])
}
