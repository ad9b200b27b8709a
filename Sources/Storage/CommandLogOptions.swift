public import Linux
public import Market
import Records

/// How durable a command is before anyone sees what it caused.
public enum Durability: Sendable, Equatable {
  /// In the page cache: survives the end of the process, not the loss of power.
  case memory
  /// On the disk by fdatasync(2).
  case disk
}

/// Sizes of a command log.
public struct CommandLogOptions: Sendable {
  /// Length of the segment files to be made, bytes, a multiple of 4,096. A batch fits in one.
  public var segmentBytes: Int
  /// Zeros written by one step of preparing the next segment, bytes.
  public var sliceBytes: Int
  public var durability: Durability

  public init(
    segmentBytes: Int = 64 << 20, sliceBytes: Int = 1 << 20, durability: Durability = .disk
  ) {
    precondition(segmentBytes % 4_096 == 0, "segments are whole pages")
    precondition(
      segmentBytes >= SegmentHeader.byteCount + Limits.recordBytes, "a segment holds any record")
    precondition(sliceBytes > 0, "a step writes something")
    self.segmentBytes = segmentBytes
    self.sliceBytes = sliceBytes
    self.durability = durability
  }
}

/// What became of a batch.
public enum AppendOutcome: Sendable, Equatable {
  case appended
  /// The segment is full and the next is not prepared: nothing was written, the batch can be
  /// appended again later.
  case noRoom
}

/// What opening the log has found.
public struct CommandLogRecovery: Sendable, Equatable {
  /// The last command in the log; 0 in a new one.
  public var lastSequence = Sequence(rawValue: 0)
  /// Bytes of a torn tail that were cut off; 0 where none.
  public var bytesCut = 0
  /// Where the cut was made; empty where none.
  public var cutFile = ""
  public var cutOffset = 0
  /// What was wrong with the first record cut off; empty where none.
  public var cutReason = ""

  public init() {}
}

/// How far the next segment is.
public enum PreparationStep: Equatable, Sendable {
  /// Nothing to do: the next segment is ready and not yet used.
  case idle
  /// One slice further.
  case advanced
  /// The segment is complete and handed over.
  case ready
  /// This attempt failed; the next call begins again.
  case failed(SystemError)
}
