package import Bindings

/// Where the parts of a run say what they came to; in a run it is the report.
package protocol RunSink: LogSink {
  /// Takes one device's result.
  func device(_ result: DeviceResult)

  /// Takes the result of a create that may be settled before the run ends.
  func hold(_ result: DeviceResult)

  /// The results that are held.
  var held: [DeviceResult] { get }

  /// Gives the results that are held back, each to be handed on by `device`.
  func takeHeld() -> [DeviceResult]

  /// Counts devices that the script has deleted.
  func deleted(_ count: Int)

  /// Notes why the run stops; `isHalting` lets nothing new begin.
  func stop(_ stop: Stop, isHalting: Bool)

  /// Lets nothing new begin, for a reason that is known already.
  func halt()

  /// Warns of something in the run itself, as a script warns by `host.log.warn`.
  func note(_ message: String)
}

extension RunSink {
  /// Notes why the run stops, and lets nothing new begin.
  package func stop(_ stop: Stop) {
    self.stop(stop, isHalting: true)
  }
}
