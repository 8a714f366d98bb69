/// Drops what a script prints.
package struct DiscardedPrint: PrintSink {
  package init() {}

  /// Drops them.
  package func write(_ printed: [UInt8]) {}
}
