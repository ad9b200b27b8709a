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

  /// Who goes before whom where threads share a processor.
  enum Rank: Sendable {
    /// On the path of orders: runs as soon as it wakes, by the shortest slices that Linux gives.
    case order
    case ordinary
    /// Works for strangers or on what is past: whoever trades goes before it.
    case background

    func take() {
      switch self {
      case .order: _ = clinux_slice(100_000)
      case .ordinary: break
      case .background: _ = clinux_give_way(10)
      }
    }
  }

  /// Keeps the calling thread, and those that it starts without naming a processor, off these processors,
  /// as long as there are others.
  static func leave(_ processors: [UInt32]) {
    for processor in processors { clinux_leave_processor(processor) }
  }

  /// Starts `body` under `name`, on processor `cpu` where one is given.
  init(
    _ name: String, cpu: UInt32? = nil, rank: Rank = .ordinary,
    _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    let work = Work(name: name, cpu: cpu, rank: rank, body: body)
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
    let rank: Rank
    let body: @Sendable () -> Void

    init(name: String, cpu: UInt32?, rank: Rank, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.cpu = cpu
      self.rank = rank
      self.body = body
    }

    func run() {
      unsafe clinux_name_thread(name)
      if let cpu { _ = clinux_pin_thread(cpu) }
      rank.take()
      body()
    }
  }
}
