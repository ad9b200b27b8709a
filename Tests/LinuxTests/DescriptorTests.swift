import Glibc
import Linux
import Testing

@Suite struct DescriptorTests {
  @Test("a descriptor is closed when its owner lets go of it")
  func closed() {
    let raw = dup(0)
    do { _ = Descriptor(owning: raw) }
    #expect(fcntl(raw, F_GETFD) == -1)
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
