import Glibc
import Linux
import Memory
import Testing
import Transport

/// The socket of a data directory: who may come, and what lies in its way.
@Suite struct LocalSocketTests {
  private static func path(_ name: String) -> String { "/tmp/cangdan-local-\(getpid())-\(name)" }

  @Test("a process of the same user comes, and is known by its number")
  func peer() throws {
    let path = Self.path("peer")
    let listener = try LocalListener(path: path)
    #expect(try Self.accepted(listener) == nil)
    let client = try LocalSocket.connect(to: path)
    let peer = try Self.accepted(listener)
    #expect(peer == [UInt32(getuid()), UInt32(getpid())])
    #expect(client.rawValue > 0)
  }

  private static func accepted(_ listener: borrowing LocalListener) throws -> [UInt32]? {
    guard let peer = try listener.accept() else { return nil }
    return [peer.uid, peer.pid]
  }

  @Test("a hundred wait to be accepted; none is turned away before it is heard")
  func queue() throws {
    let listener = try LocalListener(path: Self.path("queue"))
    let waiting = (1...100).map { _ in Self.connection(to: listener.path) }
    defer { for raw in waiting { close(raw) } }
    #expect(waiting.allSatisfy { $0 >= 0 })
    for number in 1...100 { #expect(try Self.accepted(listener) != nil, "connection \(number)") }
    #expect(try Self.accepted(listener) == nil)
  }

  /// A connection that was made without waiting; -1 if it would have had to wait.
  private static func connection(to path: String) -> CInt {
    let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let connected = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      let place = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!
      unsafe strcpy(UnsafeMutableRawPointer(pointer) + place, path)
      return unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard connected != 0 else { return raw }
    close(raw)
    return -1
  }

  @Test("the file is for its owner alone, and gone with the listener")
  func file() throws {
    let path = Self.path("file")
    do {
      let listener = try LocalListener(path: path)
      var status = stat()
      #expect(unsafe lstat(listener.path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
    #expect(unsafe access(path, F_OK) != 0)
  }

  @Test("the file of a process that is gone is replaced; one that listens is not")
  func stale() throws {
    let path = Self.path("stale")
    let moved = Self.path("moved")
    do {
      let first = try LocalListener(path: path)
      #expect(throws: SystemError("bind", code: EADDRINUSE, subject: path)) {
        _ = try LocalListener(path: path)
      }
      #expect(unsafe rename(first.path, moved) == 0)
    }
    #expect(unsafe rename(moved, path) == 0)
    let second = try LocalListener(path: path)
    #expect(second.path == path)
  }

  @Test("what is no socket stays; a path has at most 107 bytes")
  func paths() throws {
    let path = Self.path("plain")
    let raw = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
    #expect(raw >= 0 && close(raw) == 0)
    #expect(throws: SystemError("bind", code: EEXIST, subject: path)) {
      _ = try LocalListener(path: path)
    }
    _ = unsafe unlink(path)
    let stem = Self.path("x")
    for length in [106, 107, 108] {
      let path = stem + String(repeating: "x", count: length - stem.utf8.count)
      var isMade = true
      do throws(SystemError) { _ = try LocalListener(path: path) } catch { isMade = false }
      #expect(isMade == (length <= 107))
    }
  }
}
