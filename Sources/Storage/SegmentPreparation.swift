import Glibc
import Linux

/// Makes the next segment of the command log: a file of zeros under the name `prepared`, written slice by
/// slice, so that no step holds up a commit for long. Each slice starts on its way to the disk, and the
/// last one is synced with all before it.
///
/// The zeros are written, not only reserved: a sync after a write into them has no metadata to store,
/// and a batch finds its pages in memory.
struct SegmentPreparation: ~Copyable, Sendable {
  private let directory: String
  private let segmentBytes: Int
  private let sliceBytes: Int
  /// Without it nothing of the log is synced but what ends a segment, and zeros least of all.
  private let isSynced: Bool
  private var file: File?
  private var written = 0

  init(directory: String, options: CommandLogOptions) {
    self.directory = directory
    segmentBytes = options.segmentBytes
    sliceBytes = options.sliceBytes
    isSynced = options.durability == .disk
  }

  static func path(in directory: String) -> String { "\(directory)/prepared" }

  /// Writes one slice; the complete file's descriptor when that was the last one.
  mutating func advance() throws(SystemError) -> CInt? {
    do throws(SystemError) {
      return try writeSlice()
    } catch {
      // What a full disk gave to this file goes back; should that fail too, `error` says enough.
      _ = unsafe unlink(Self.path(in: directory))
      written = 0
      throw error
    }
  }

  private mutating func writeSlice() throws(SystemError) -> CInt? {
    let file =
      if let open = self.file.take() { open } else {
        try File.open(Self.path(in: directory), O_RDWR | O_CREAT | O_TRUNC)
      }
    let end = min(written + sliceBytes, segmentBytes)
    try file.zero(from: written, to: end)
    if end < segmentBytes {
      if isSynced { try file.startWriting(from: written, to: end) }
      written = end
      self.file = consume file
      return nil
    }
    if isSynced { try file.syncData() }
    written = 0
    return file.release()
  }
}
