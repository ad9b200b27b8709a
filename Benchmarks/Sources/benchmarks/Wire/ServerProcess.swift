import CLinux
import Foundation

/// A server that the benchmark has started, on processors of its own where there are some.
final class ServerProcess {
  /// What is started.
  struct Command {
    var program: String
    var arguments: [String]
    var environment: [String: String] = [:]
    /// Processors it may run on, as `taskset` takes them; nil for all.
    var processors: String?
    /// Where its output goes.
    var log: String
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private let process: Process
  private let log: String
  var id: Int32 { process.processIdentifier }

  init(_ command: Command) throws {
    process = Process()
    log = command.log
    if let processors = command.processors {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/taskset")
      process.arguments = ["-c", processors, command.program] + command.arguments
    } else {
      process.executableURL = URL(fileURLWithPath: command.program)
      process.arguments = command.arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(command.environment) { $1 }
    _ = FileManager.default.createFile(atPath: command.log, contents: nil)
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: command.log))
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { stop() }

  /// Waits until something listens on `port`.
  func awaitPort(_ port: UInt16) throws {
    let end = Clock.now() + 120_000_000_000
    while Clock.now() < end {
      guard process.isRunning else {
        throw Fault(description: "\(name) has ended: \(output)")
      }
      if Self.isListening(port) { return }
      usleep(20_000)
    }
    throw Fault(description: "\(name) does not listen on port \(port): \(output)")
  }

  /// Lets all its threads run on `processors`, as `taskset` takes them; nil for all.
  func move(to processors: String?) throws {
    let list = processors ?? "0-\(clinux_processor_count() - 1)"
    let taskset = Process()
    taskset.executableURL = URL(fileURLWithPath: "/usr/bin/taskset")
    taskset.arguments = ["-a", "-c", "-p", list, "\(id)"]
    taskset.standardOutput = FileHandle.nullDevice
    try taskset.run()
    taskset.waitUntilExit()
    guard taskset.terminationStatus == 0 else {
      throw Fault(description: "\(name) can't be moved to processors \(list)")
    }
  }

  /// Ends it, without a chance to tidy up.
  func stop() {
    guard process.isRunning else { return }
    kill(id, SIGKILL)
    process.waitUntilExit()
  }

  private var name: String { process.arguments?.joined(separator: " ") ?? "server" }

  private var output: String {
    let bytes = FileManager.default.contents(atPath: log) ?? Data()
    return String(decoding: bytes.suffix(2_000), as: UTF8.self)
  }

  /// Whether a socket of this machine listens on `port`, by the kernel's table: a connection made to
  /// find out would be a client's.
  private static func isListening(_ port: UInt16) -> Bool {
    let table = FileManager.default.contents(atPath: "/proc/net/tcp") ?? Data()
    let place = String(format: "0100007F:%04X 00000000:0000 0A", Int(port))
    return String(decoding: table, as: UTF8.self).contains(place)
  }

  /// A port that nobody uses.
  static func freePort() -> UInt16 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe bind(socket, $0, size)
        _ = unsafe getsockname(socket, $0, &size)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }
}
