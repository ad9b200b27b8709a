import Digests
public import Market

/// One entry of a document's chain: a legal change, by whom, and who controls the document then.
///
/// Its digest covers each field and the digest of the entry before it, so nobody changes, leaves out or
/// puts in an entry without changing all that follow. Source: market rules 2.1, 3.3; Civil Code 910.
public struct TitleEndorsement: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  /// TitleDigest(7709) of what the document says from now on.
  public var digest = Digest256.none
  /// The digest of the entry before; of the first one of a part, the parent's last one.
  public var previous = Digest256.none
  public var time = Instant.none
  /// EndorsementSeq(7750), from 1 without a gap.
  public var sequence: UInt32 = 0
  /// TitleVersion(7708) behind it.
  public var version: UInt32 = 0
  /// The firm that acts; none where the venue, the registry or a court does.
  public var firm = FirmID.none
  /// Who controlled the document.
  public var from = FirmID.none
  /// Who controls it now: its pledgee, or else its holder.
  public var to = FirmID.none
  public var action = TitleAction.issue
  public var actor = TitleActor.warehouse
  /// TitleStatus(7706) behind it.
  public var status = TitleStatus.draft
  public var reason = TitleReason.none
  public init() {}

  /// The digest of this entry, which the next one names: SHA-256 of these 152 bytes, little-endian.
  ///
  /// ```
  ///   0 form      24  "cangdan-endorsement-2", zero-padded
  ///  24 sequence   4
  ///  28 version    4
  ///  32 document  32  zero-padded
  ///  64 digest    32
  ///  96 previous  32
  /// 128 time       8  ns since 1970 UTC
  /// 136 firm       4
  /// 140 from       4
  /// 144 to         4
  /// 148 action     1
  /// 149 actor      1
  /// 150 status     1
  /// 151 reason     1
  /// ```
  public var head: Digest256 {
    var hash = SHA256()
    let counts = UInt64(sequence) | UInt64(version) << 32
    hash.update([
      Self.form.0, Self.form.1, Self.form.2, counts.byteSwapped, document.text.word0.byteSwapped,
      document.text.word1.byteSwapped, document.text.word2.byteSwapped,
      document.text.word3.byteSwapped,
    ])
    hash.update([
      digest.word0.byteSwapped, digest.word1.byteSwapped, digest.word2.byteSwapped,
      digest.word3.byteSwapped, previous.word0.byteSwapped, previous.word1.byteSwapped,
      previous.word2.byteSwapped, previous.word3.byteSwapped,
    ])
    return Digest256(
      hash.digest(
        behind: UInt64(bitPattern: time.nanoseconds).byteSwapped,
        (UInt64(firm.rawValue) | UInt64(from.rawValue) << 32).byteSwapped,
        (UInt64(to.rawValue) | UInt64(codes) << 32).byteSwapped))
  }

  /// "cangdan-endorsement-2", eight bytes to a word, the first one highest.
  private static var form: (UInt64, UInt64, UInt64) {
    (0x6361_6e67_6461_6e2d, 0x656e_646f_7273_656d, 0x656e_742d_3200_0000)
  }

  private var codes: UInt32 {
    UInt32(action.rawValue) | UInt32(actor.rawValue) << 8 | UInt32(status.rawValue) << 16
      | UInt32(reason.rawValue) << 24
  }
}

/// The end of a document's chain of endorsements: how many there are, the last one's digest, and whom
/// it gave control. The entries themselves are told as they come and kept by who records them.
///
/// Who has recorded them verifies a document's chain by adding them in turn to an empty one.
public struct EndorsementChain: Equatable, Sendable, BitwiseCopyable {
  /// The digest of the last entry; of none, what the first one follows.
  public private(set) var head = Digest256.none
  public private(set) var count: UInt32 = 0
  /// Who controls the document; none before the first entry.
  public private(set) var recipient = FirmID.none
  public init() {}

  /// The end of a chain as somebody has recorded it, to go on verifying behind it.
  public init(recorded head: Digest256, count: UInt32, recipient: FirmID) {
    self.head = head
    self.count = count
    self.recipient = recipient
  }

  /// The chain of a document that is controlled by `recipient` and goes on behind the entry `head`.
  init(behind head: Digest256, recipient: FirmID) {
    self.head = head
    self.recipient = recipient
  }

  /// Adds an entry; false, and nothing is added, where it does not follow: market rules 2.1, I6. Inlined, so
  /// that the entry is not copied for it (benchmark venue).
  @discardableResult
  @inline(__always)
  public mutating func append(_ entry: TitleEndorsement) -> Bool {
    guard entry.sequence == count + 1, entry.previous == head || isUnbound,
      entry.from == recipient || recipient == .none
    else { return false }
    head = entry.head
    count = entry.sequence
    recipient = entry.to
    return true
  }

  /// Nothing is known of what came before: a chain that begins may follow a parent's.
  private var isUnbound: Bool { count == 0 && head == .none }
}

extension TitleAction {
  /// EndorsementCode(7751) of an entry; nil where those who exchange bills have no word for it.
  public var endorsementCode: EndorsementCode? {
    switch self {
    case .issue: .issue
    case .approve, .register: .sign
    case .transfer, .enforce: .transfer
    case .pledge, .release: .endorse
    case .withdraw: .surrenderForDelivery
    case .loadOut, .convert: .surrendered
    case .amend: .surrenderForAmendment
    case .activate, .freeze, .unfreeze, .deimmobilise, .giveUp, .split, .merge, .expire, .renew,
      .refuse:
      nil
    }
  }
}
