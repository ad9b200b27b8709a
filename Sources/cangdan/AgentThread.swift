import CLinux
import Glibc
import Linux

/// A value on its way to the thread that will own it.
///
/// Sendable because it is taken once, by the thread that it was made for, before anybody else looks.
final class Parcel<Value: ~Copyable>: @unchecked Sendable {
  private var value: Value?

  init(_ value: consuming Value) { self.value = consume value }

  func open() -> Value {
    guard let taken = value.take() else { preconditionFailure("a parcel is opened once") }
    return taken
  }
}

/// A thread of the program, joined at the end.
struct AgentThread {
  private let handle: pthread_t

  /// Nice value of threads that work for strangers or on what is past: whoever trades goes before them.
  static let givingWay: CInt = 10

  /// Starts `body` under `name`, on processor `cpu` where one is given, with a `nice` value (0 to 19).
  init(
    _ name: String, cpu: UInt32? = nil, nice: CInt = 0, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    let work = Work(name: name, cpu: cpu, nice: nice, body: body)
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        work.run()
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    guard result == 0 else { throw SystemError("pthread_create", code: result, subject: name) }
    handle = thread
  }

  /// Waits for its end.
  func join() {
    let result = pthread_join(handle, nil)
    precondition(result == 0, "a thread is joined once")
  }

  private final class Work: Sendable {
    let name: String
    let cpu: UInt32?
    let nice: CInt
    let body: @Sendable () -> Void

    init(name: String, cpu: UInt32?, nice: CInt, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.cpu = cpu
      self.nice = nice
      self.body = body
    }

    func run() {
      unsafe clinux_name_thread(name)
      if let cpu { _ = clinux_pin_thread(cpu) }
      if nice > 0 { _ = clinux_give_way(nice) }
      body()
    }
  }
}
