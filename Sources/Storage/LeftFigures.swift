import Glibc
public import Linux

/// The figures that a process has left in its counter file, as they stood at its end. Nothing there was
/// synced and nobody is bound to keep the file: evidence, never the truth.
public struct LeftFigures: Sendable {
  private let bytes: [UInt8]

  /// Reads `path`; nil where there is no counter file of this layout.
  public init?(path: String) throws(SystemError) {
    guard unsafe access(path, F_OK) == 0 else { return nil }
    let file = try File.open(path, O_RDONLY)
    bytes = try file.head(file.byteCount())
    guard load(0, 0) == CounterFile.magic, load(0, 1) == CounterFile.formatVersion else {
      return nil
    }
  }

  /// Figure `place` of block `index`; zero where the file has no such block.
  public func load(_ index: Int, _ place: Int) -> UInt64 {
    let offset = index * CounterFile.blockBytes + place * 8
    guard index >= 0, place >= 0, offset + 8 <= bytes.count else { return 0 }
    return (0..<8).reduce(0) { value, byte in
      value | UInt64(bytes[offset + byte]) << UInt64(8 * byte)
    }
  }
}
