import Synchronization

/// Decodes a project's list of devices as it comes, and hands each device on.
package final class DeviceList: BodyReceiver {
  /// The body as a whole, in bytes; a million devices are some 400 MB.
  package static let limit = 1 << 30

  private struct State {
    var reader = JSONArrayReader()
    var size = 0
    /// Elements that are no device: without an id.
    var strangers = 0
  }

  private let state = Mutex(State())
  private let receiver: any DeviceReceiver

  package init(to receiver: any DeviceReceiver) {
    self.receiver = receiver
  }

  /// Whether the list came whole, and every element of it was a device: else it proves nothing about what is not in it.
  package var isComplete: Bool {
    state.withLock { $0.reader.isComplete && $0.strangers == 0 }
  }

  package var hasReceived: Bool {
    state.withLock { $0.size > 0 }
  }

  /// Throws when the body is no list, or too large.
  package func receive(_ bytes: [UInt8]) async throws {
    let devices = try state.withLock { state throws in
      state.size += bytes.count
      guard state.size <= Self.limit else {
        throw QubitroError(.response, "the list of devices is larger than \(Self.limit >> 20) MiB")
      }
      let elements = try Self.elements(in: bytes, by: &state.reader)
      let devices = elements.compactMap { JSON($0).flatMap(Device.init) }
      state.strangers += elements.count - devices.count
      return devices
    }
    if !devices.isEmpty { try await receiver.receive(devices) }
  }

  private static func elements(in bytes: [UInt8], by reader: inout JSONArrayReader) throws(QubitroError) -> [[UInt8]] {
    do throws(JSONArrayReader.Fault) {
      return try reader.read(bytes)
    } catch {
      throw QubitroError(.response, "the answer is no list of devices (\(error))")
    }
  }
}

/// Takes a project's devices as their list comes, some at a time, so that a list of any length needs little memory.
package protocol DeviceReceiver: Sendable {
  /// Takes the next devices, in the list's order; what it throws ends the list, which then has not come whole.
  func receive(_ devices: [Device]) async throws
}
