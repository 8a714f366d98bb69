import LuaRuntime

/// Drops what a script prints.
struct NoOutput: PrintSink {
  func write(_ printed: [UInt8]) {}
}
