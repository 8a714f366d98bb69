// libFuzzer on what Swift makes of a script's bytes: the decoder, the checks of signatures and
// declarations, and the reader of bytecode.
import Effects

private let signature = Signature(
  "fuzz", "Takes one of each.", style: .fields,
  parameters: [
    Parameter("name", .text, required: true, "text"),
    Parameter("source", .choice(["http", "mqtt"]), "a choice"),
    Parameter("tags", .list(of: .text), "a list"),
    Parameter("rows", .list(of: .list(of: .integer)), "a nested list"),
    Parameter("more", .map, "a map"),
    Parameter("on", .boolean, "a boolean"),
    Parameter("size", .number, "a number"),
    Parameter("any", .any, "anything"),
  ],
  fault: .refuses
)

private let positional = Signature(
  "fuzz.positional", "Takes two.",
  parameters: [
    Parameter("message", .text, required: true, "text"), Parameter("fields", .map, "a map"),
  ])

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  _ = try? ChunkNames(bytecode: bytes)
  guard let value = try? ValueDecoder.value(from: bytes) else { return 0 }
  precondition(!value.description.isEmpty)
  let arguments = value.elements ?? [value]
  check(signature, arguments)
  check(positional, arguments)
  declare(value)
  return 0
}

/// A check passes, giving a map, or says why not.
private func check(_ signature: Signature, _ arguments: [Value]) {
  do throws(Signature.Mismatch) {
    let checked = try signature.check(arguments)
    precondition(checked.fields != nil)
  } catch {
    precondition(!error.reason.isEmpty)
  }
}

/// The value as a declaration, and its own strings as the command line.
private func declare(_ value: Value) {
  guard let parameters = try? ScriptParameter.declared(in: value) else { return }
  let words = (value.fields ?? [:]).compactMap { name, field in
    name.text.map { ($0, field["help"].text ?? field.description) }
  }
  let given = Dictionary(words) { first, _ in first }
  let arguments = Arguments(given, declared: parameters, mismatches: value["mismatches"])
  precondition(arguments.faults.allSatisfy { !$0.description.isEmpty })
  precondition(arguments.secrets.allSatisfy { secret in given.values.contains(secret) })
}
