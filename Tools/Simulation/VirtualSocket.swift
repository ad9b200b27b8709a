import Glibc

/// Our end of a connected pair of sockets, neither of which waits.
enum VirtualSocket {
  /// The bytes that the kernel keeps for each end: few, so that they are full now and then.
  private static let kernelBytes: CInt = 4_096

  /// Two sockets that are connected, both without waiting.
  static func pair() -> (CInt, CInt) {
    var pair: [CInt] = [-1, -1]
    let made = unsafe socketpair(
      AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair)
    precondition(made == 0, "a pair of sockets can be made")
    for file in pair {
      var count = Self.kernelBytes
      _ = unsafe setsockopt(
        file, SOL_SOCKET, SO_SNDBUF, &count, socklen_t(MemoryLayout<CInt>.size))
      _ = fcntl(file, F_SETFL, O_NONBLOCK)
    }
    return (pair[0], pair[1])
  }

  /// Takes what is in a socket; false where its other end is gone.
  static func take(_ file: CInt, _ bytes: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 8_192)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe recv(file, buffer.baseAddress, buffer.count, 0)
      }
      if count > 0 {
        bytes += buffer[..<count]
        continue
      }
      return count < 0 && errno == EAGAIN
    }
  }

  /// Puts up to `most` of the bytes into a socket; how many it took, nil where its other end is gone.
  static func give(_ bytes: inout [UInt8], _ most: Int, _ file: CInt) -> Int? {
    guard !bytes.isEmpty else { return 0 }
    let count = unsafe bytes.withUnsafeBytes { bytes in
      unsafe send(file, bytes.baseAddress, min(most, bytes.count), CInt(MSG_NOSIGNAL))
    }
    guard count >= 0 else { return errno == EAGAIN ? 0 : nil }
    bytes.removeFirst(count)
    return count
  }
}
