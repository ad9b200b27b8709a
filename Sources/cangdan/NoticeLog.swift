import Agents
import Logging
import Market
import MarketDefinition
import TLS
import Transport

/// Notices of the agents as structured log lines.
struct NoticeLog {
  let logger: Logger
  /// Names of sessions, by number.
  let sessions: [SessionID: String]

  func write(_ notice: Notice) {
    guard let kind = Notice.Kind(rawValue: notice.kindCode) else { return }
    let metadata = metadata(notice)
    switch kind {
    case .sessionLoggedOn: logger.info("session logged on", metadata: metadata)
    case .sessionEnded:
      let reason = SessionEndReason(rawValue: UInt16(truncatingIfNeeded: notice.detail))
      logger.info(
        "session ended", metadata: metadata.merging(["reason": "\(reason.map { "\($0)" } ?? "?")"]))
    case .connectionRefused:
      logger.warning(
        "connection closed without a word", metadata: metadata.merging(refusal(notice)))
    case .accessRevoked:
      logger.warning(
        "access revoked, the session ends", metadata: metadata.merging(refusal(notice)))
    case .refusalsLeftOut:
      logger.warning(
        "more connections closed without a word, not told one by one", metadata: metadata)
    case .garbledBytes:
      logger.warning("bytes that are no message were passed over", metadata: metadata)
    case .acceptFailed:
      logger.error(
        "no connection can be accepted: raise the limit of open files",
        metadata: ["errno": "\(notice.detail)"])
    case .logFull:
      logger.critical(
        "no room for the next log segment: make room on the disk; commands wait when this one is full",
        metadata: ["errno": "\(notice.detail)"])
    case .storeFull, .messagesLost, .messagesDamaged, .filesPutAside, .recordDamaged:
      tellStore(kind, metadata.merging(["file": "\(folder(of: notice.session))"]), notice.detail)
    }
  }

  /// What concerns files of sent messages; `detail` as in `Notice.Kind`.
  private func tellStore(_ kind: Notice.Kind, _ metadata: Logger.Metadata, _ detail: UInt32) {
    switch kind {
    case .storeFull:
      logger.critical(
        "no room for a file of sent messages: make room on the disk; sessions wait when theirs is full",
        metadata: metadata.merging(["errno": "\(detail)"]))
    case .messagesLost:
      logger.error(
        "messages sent may be missing in the session store: it goes on behind these numbers",
        metadata: metadata.merging(["numbers": "\(detail)"]))
    case .messagesDamaged:
      logger.critical(
        "messages sent are damaged in the session store: gap fills stand for them",
        metadata: metadata)
    case .filesPutAside:
      logger.critical(
        "files of sent messages that are not of this log were put aside", metadata: metadata)
    case .recordDamaged:
      logger.critical("a stored message is damaged and was gap-filled", metadata: metadata)
    case .connectionRefused, .sessionLoggedOn, .sessionEnded, .garbledBytes, .acceptFailed,
      .logFull, .refusalsLeftOut, .accessRevoked:
      preconditionFailure("the caller has sorted the notices")
    }
  }

  /// Why a connection was refused; what TLS has found wrong in OpenSSL's words.
  private func refusal(_ notice: Notice) -> Logger.Metadata {
    guard let refusal = Notice.Refusal(rawValue: notice.detail) else { return ["reason": "?"] }
    switch refusal {
    case .tlsFailed, .certificateRefused:
      return ["reason": "\(refusal)", "tls": "\(TLSFailure(rawValue: notice.amount))"]
    case .certificateOfAnother:
      return ["reason": "\(refusal)", "certificate": "CN=\(notice.commonName)"]
    default: return ["reason": "\(refusal)"]
    }
  }

  /// Where a session's files are, below the data directory.
  private func folder(of session: SessionID) -> String {
    if session == .venue { return "sessions" }
    let number = String(session.rawValue)
    return "sessions/" + String(repeating: "0", count: max(0, 8 - number.count)) + number
  }

  private func metadata(_ notice: Notice) -> Logger.Metadata {
    var metadata: Logger.Metadata = [:]
    if notice.session != .venue {
      metadata["session"] = "\(sessions[notice.session] ?? "\(notice.session.rawValue)")"
    }
    if notice.connection != 0 { metadata["connection"] = "\(notice.connection)" }
    if notice.port != 0 {
      let address = SocketAddress(
        high: notice.addressHigh, low: notice.addressLow, port: notice.port)
      metadata["peer"] = "\(address)"
    }
    if !notice.compID.text.isEmpty { metadata["compID"] = "\(notice.compID.text)" }
    if notice.amount != 0, notice.kindCode != Notice.Kind.connectionRefused.rawValue {
      metadata["amount"] = "\(notice.amount)"
    }
    return metadata
  }
}

extension Logger.Metadata {
  func merging(_ other: Logger.Metadata) -> Logger.Metadata {
    merging(other) { _, new in new }
  }
}
