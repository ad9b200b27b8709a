import Glibc
import Linux
import Testing

@Suite struct DescriptorTests {
  /// Other tests get the number of a closed descriptor at once: its pipe tells whether it is closed.
  @Test("a descriptor is closed when its owner lets go of it")
  func closed() {
    var ends: [CInt] = [-1, -1]
    #expect(unsafe pipe(&ends) == 0)
    let writer = Descriptor(owning: ends[1])
    func hasReader() -> Bool {
      var question = pollfd(fd: writer.rawValue, events: Int16(POLLOUT), revents: 0)
      return unsafe poll(&question, 1, 0) == 1 && question.revents & Int16(POLLERR) == 0
    }
    let reader = Descriptor(owning: ends[0])
    #expect(hasReader())
    _ = consume reader
    #expect(!hasReader())
  }

  @Test("a released descriptor stays open")
  func released() {
    let raw = Descriptor(owning: dup(0)).release()
    #expect(fcntl(raw, F_GETFD) != -1)
    #expect(close(raw) == 0)
  }

  @Test("an interrupted call is made again, any other failure is the caller's")
  func interrupted() {
    var calls = 0
    let result = retrying { () -> CInt in
      calls += 1
      errno = calls < 3 ? EINTR : EBADF
      return -1
    }
    #expect(result == -1)
    #expect(calls == 3)
  }

  @Test("an error names call, subject and reason")
  func description() {
    let error = SystemError("bind", code: EADDRINUSE, subject: "127.0.0.1:9880")
    #expect(error.description == "bind 127.0.0.1:9880: Address already in use")
  }
}
