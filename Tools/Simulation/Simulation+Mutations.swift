/// Mistakes that are planted in what a process finds when it starts.
extension Simulation {
  func falsifyFiles() {
    switch plan.mutation {
    case .logEndForgotten: forgetEnd(of: "/commands/", bytes: 256)
    case .storeEndForgotten:
      forgetEnd(of: "/sessions/0", bytes: 2_048)
      disk.remove("counters")
    default: break
    }
  }

  /// The last bytes that say something in each last file of a kind become zeros.
  private func forgetEnd(of kind: String, bytes count: Int) {
    let paths = disk.names.keys.filter { $0.hasPrefix("\(disk.root)\(kind)") && !$0.hasSuffix("d") }
    for path in paths.sorted() {
      var bytes = VirtualDisk.bytes(ofFile: path)
      guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 8_192 else { continue }
      for place in max(4_096, last - count)...last { bytes[place] = 0 }
      VirtualDisk.make(path, bytes, isNew: false)
    }
  }
}
