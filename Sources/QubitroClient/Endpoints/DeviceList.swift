import JSONCodec
import Synchronization

/// Decodes a project's list of devices while it arrives, and hands each device on.
package final class DeviceList: BodyReceiver {
  /// The largest body, in bytes; a million devices are some 400 MB.
  package static let limit = 1 << 30

  private struct State {
    var reader = JSONArrayReader()
    var size = 0
    /// How many elements are no devices, because they have no id.
    var invalidCount = 0
  }

  private let state = Mutex(State())
  private let receiver: any DeviceReceiver

  package init(to receiver: any DeviceReceiver) {
    self.receiver = receiver
  }

  /// Whether the whole list came, and every element of it was a device.
  ///
  /// Only then does the list prove that a device is not in it.
  package var isComplete: Bool {
    state.withLock { $0.reader.isComplete && $0.invalidCount == 0 }
  }

  package var hasReceived: Bool {
    state.withLock { $0.size > 0 }
  }

  /// Takes the next bytes; throws if the body is no list, or is too large.
  package func receive(_ bytes: [UInt8]) async throws {
    let devices = try state.withLock { state throws in
      state.size += bytes.count
      guard state.size <= Self.limit else {
        throw QubitroError(.response, "the list of devices is larger than \(Self.limit >> 20) MiB")
      }
      let elements = try Self.elements(in: bytes, by: &state.reader)
      let devices = elements.compactMap { JSON($0).flatMap(Device.init) }
      state.invalidCount += elements.count - devices.count
      return devices
    }
    if !devices.isEmpty { try await receiver.receive(devices) }
  }

  private static func elements(
    in bytes: [UInt8], by reader: inout JSONArrayReader
  ) throws(QubitroError) -> [[UInt8]] {
    do throws(JSONArrayReader.Fault) {
      return try reader.read(bytes)
    } catch {
      throw QubitroError(.response, "the answer is no list of devices (\(error))")
    }
  }
}

/// Takes a project's devices while their list arrives.
///
/// It gets some at a time, so that a list of any length needs little memory.
package protocol DeviceReceiver: Sendable {
  /// Takes the next devices, in the list's order.
  ///
  /// An error ends the list, which is then not whole.
  func receive(_ devices: [Device]) async throws
}
