import Foundation
import Ledger
import QubitroClient
import Terminal

/// A device that is to be imported: its id, and its key; nil stands for its name.
struct ImportCandidate: Hashable, Sendable {
  var id: String
  var key: String?

  /// The devices that a CSV file names, in its columns `id` and, if it has one, `key`.
  ///
  /// Throws if the file cannot be read (66), or is no such table (64).
  static func read(_ path: String) throws(HostError) -> [ImportCandidate] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw HostError(.noInput, "\(path) cannot be read; it should be a CSV file with a column id")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw HostError(.usage, "\(path) is no UTF-8 text")
    }
    let table: CSVTable
    do throws(CSVTable.Fault) {
      table = try CSVTable(text)
    } catch {
      throw HostError(.usage, "\(path): \(error.description)")
    }
    guard let ids = table.column("id") else {
      let header = TerminalSafe.line(table.header.joined(separator: ","))
      throw HostError(.usage, "\(path) has no column id; its header is \(header)")
    }
    let keys = table.column("key")
    return try table.lines.map { line throws(HostError) in
      let id = line.fields[ids]
      guard !id.isEmpty, id != ".", id != ".." else {
        throw HostError(.usage, "\(path): line \(line.number) names no id")
      }
      return ImportCandidate(
        id: id, key: keys.map { line.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 })
    }
  }
}

/// The devices of a project that the ledger does not own, collected from the pages of its list.
actor UnownedDevices: DeviceReceiver {
  private let ledger: any LedgerStore
  private let scope: Scope
  private let pattern: NamePattern?
  private(set) var found: [ImportCandidate] = []
  /// Why the ledger could not be asked.
  private(set) var failure: LedgerError?

  /// If there is a pattern, only devices whose names fit it are collected.
  init(of scope: Scope, in ledger: any LedgerStore, named pattern: NamePattern?) {
    self.scope = scope
    self.ledger = ledger
    self.pattern = pattern
  }

  func receive(_ devices: [Device]) async throws {
    do {
      let owners = try await ledger.owners(of: devices.map(\.id), in: scope)
      for device in devices {
        if case .owned? = owners[device.id] { continue }
        if let pattern, !pattern.matches(device.name ?? "") { continue }
        found.append(ImportCandidate(id: device.id, key: device.name))
      }
    } catch {
      failure = error
      throw error
    }
  }
}
