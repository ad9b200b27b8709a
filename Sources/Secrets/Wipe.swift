import Glibc

/// Overwrites `bytes` with zeroes, by a call that no optimiser leaves out.
public func wipe(_ bytes: inout MutableRawSpan) {
  unsafe bytes.withUnsafeMutableBytes { bytes in
    guard let start = bytes.baseAddress else { return }
    unsafe explicit_bzero(start, bytes.count)
  }
}
