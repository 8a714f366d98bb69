import CLuaHost
import Effects

/// One Lua state behind CLuaHost, which takes bytes and returns steps.
///
/// It is not thread-safe; `LuaVM` confines it to one thread.
@safe final class LuaMachine {
  private let host: OpaquePointer
  /// The flag that the state watches, which must outlive it.
  private let flag: StopFlag

  init(stoppedBy flag: StopFlag, limits: Limits) throws(ScriptFailure) {
    let bytes = lh_limits(
      memory: limits.memory, output: limits.output, reserves_stack: limits.reservesStack,
      first_denial: limits.denials.lowerBound, denials: limits.denials.count)
    guard let host = unsafe lh_open(flag.pointer, bytes) else { throw .outOfMemory }
    unsafe self.host = host
    self.flag = flag
  }

  deinit {
    let left = unsafe lh_close(host)
    assert(left == 0, "Lua's allocator still counts \(left) bytes")
  }

  /// Runs a trusted chunk with one argument.
  func runPrelude(_ name: String, _ text: [UInt8], argument: Value) throws(ScriptFailure) {
    let argument = ValueEncoder.bytes(of: argument)
    try unsafe check(
      withBytes(Array(name.utf8), text, argument) { name, text, argument in
        unsafe lh_run_prelude(host, name, text, argument)
      })
  }

  /// Compiles a program onto the main fiber.
  func load(_ program: Program) throws(ScriptFailure) {
    try unsafe check(
      withBytes(Array("@\(program.name)".utf8), program.text, []) { name, text, _ in
        unsafe lh_load(host, name, text)
      })
  }

  /// Compiles a program and returns its bytecode, for reading.
  func bytecode(of program: Program) throws(ScriptFailure) -> [UInt8] {
    try unsafe result(
      of: withBytes(Array("@\(program.name)".utf8), program.text, []) { name, text, _ in
        unsafe bytes(lh_dump(host, name, text))
      })
  }

  /// Runs a fiber until it comes to rest; `reply` is nil if the fiber waits for none.
  func resume(_ fiber: Fiber, with reply: Reply?) -> Step {
    let bytes = reply.map(ValueEncoder.bytes(ofReply:)) ?? []
    return unsafe withBytes(bytes, [], []) { reply, _, _ in
      unsafe step(lh_resume(host, fiber.rawValue, reply))
    }
  }

  /// The next fiber that another one started or made ready, in order.
  func nextReady() -> Fiber? {
    let number = unsafe lh_next_ready(host)
    return number == Int32(LH_NO_FIBER) ? nil : Fiber(rawValue: number)
  }

  /// How often Lua has asked for memory, if the limits have a fail point.
  var requests: Int {
    unsafe Int(lh_requests(host))
  }

  /// What the script has printed since the last call.
  func takeOutput() -> [UInt8] {
    unsafe copy(lh_take_output(host))
  }

  /// Sends a value into Lua and back.
  func echo(_ value: Value) throws(ScriptFailure) -> Value {
    let echoed = try unsafe result(
      of: withBytes(ValueEncoder.bytes(of: value), [], []) { value, _, _ in
        unsafe bytes(lh_echo(host, value))
      })
    return try ValueDecoder.value(from: echoed)
  }

  private func bytes(_ step: lh_step) -> Result<[UInt8], ScriptFailure> {
    unsafe step.status == LH_FINISHED ? .success(copy(step.arguments)) : .failure(failure(step))
  }

  private func result(of result: Result<[UInt8], ScriptFailure>) throws(ScriptFailure) -> [UInt8] {
    try result.get()
  }

  private func check(_ step: lh_step) throws(ScriptFailure) {
    if unsafe step.status == LH_STOPPED { throw .stopped }
    if unsafe step.status == LH_FAILED { throw unsafe failure(step) }
  }

  private func step(_ step: lh_step) -> Step {
    switch unsafe step.status {
    case LH_FINISHED: .finished
    case LH_EFFECT: unsafe effect(step)
    case LH_PARKED: .parked
    case LH_STOPPED: unsafe .failed(stop(at: text(step.where)))
    default: unsafe .failed(failure(step))
    }
  }

  /// Why the script was stopped: it hit a limit, or somebody stopped it.
  private func stop(at location: String) -> ScriptFailure {
    flag.limit.map { .limit($0, at: location.isEmpty ? nil : location) } ?? .stopped
  }

  private func effect(_ step: lh_step) -> Step {
    do throws(ScriptFailure) {
      let name = unsafe text(step.name)
      let location = unsafe text(step.where)
      let arguments = try unsafe ValueDecoder.value(from: copy(step.arguments))
      guard case .array(let arguments) = arguments else {
        throw ScriptFailure(.internal, "an effect came without its arguments")
      }
      return .effect(Effect(name, arguments, at: location.isEmpty ? nil : location))
    } catch {
      return .failed(error)
    }
  }

  private func failure(_ step: lh_step) -> ScriptFailure {
    unsafe ScriptFailure(
      .script, Prelude.withoutOwnPlace(text(step.message)),
      traceback: String(
        decoding: copy(step.traceback).drop { $0 == UInt8(ascii: "\n") }, as: UTF8.self))
  }

  private func text(_ bytes: lh_bytes) -> String {
    unsafe String(
      decoding: UnsafeBufferPointer(start: bytes.data, count: bytes.count), as: UTF8.self)
  }

  private func copy(_ bytes: lh_bytes) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: bytes.data, count: bytes.count))
  }

  /// Lends three arrays of bytes to C for one call.
  private func withBytes<Result>(
    _ first: [UInt8], _ second: [UInt8], _ third: [UInt8],
    _ body: (lh_bytes, lh_bytes, lh_bytes) -> Result
  ) -> Result {
    unsafe first.withUnsafeBufferPointer { first in
      unsafe second.withUnsafeBufferPointer { second in
        unsafe third.withUnsafeBufferPointer { third in
          unsafe body(
            lh_bytes(data: first.baseAddress, count: first.count),
            lh_bytes(data: second.baseAddress, count: second.count),
            lh_bytes(data: third.baseAddress, count: third.count)
          )
        }
      }
    }
  }
}
