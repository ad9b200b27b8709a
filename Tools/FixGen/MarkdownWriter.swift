/// Writes the tag tables of the rules of engagement, a section each.
struct MarkdownWriter {
  let spec: Spec

  /// Section names with their text, in the order of the specification's parts.
  func sections() -> [(name: String, text: String)] {
    [
      ("StandardHeader", table(spec.header)),
      ("StandardTrailer", table(spec.trailer)),
    ] + spec.messages.map { ($0.name, message($0)) } + [
      ("Groups", spec.groups.map(group).joined(separator: "\n")),
      ("CodeSets", codeSets()),
    ]
  }

  private func message(_ message: Spec.Message) -> String {
    "\(direction(message.flow)) \(message.documentation)\n\n\(table(message.members))"
  }

  private func direction(_ flow: Spec.Flow) -> String {
    switch flow {
    case .clientToVenue: "Client to venue."
    case .venueToClient: "Venue to client."
    case .both: "Both ways."
    }
  }

  private func group(_ group: Spec.Group) -> String {
    let counter = spec.field(group.counter)
    return "**\(group.name)**, entries counted by \(counter.name)(\(counter.tag)). "
      + "\(group.documentation)\n\n\(table(group.members))"
  }

  private func table(_ members: [Spec.Member]) -> String {
    "| tag | field | type | presence | meaning |\n|---|---|---|---|---|\n"
      + members.map(row).joined()
  }

  private func row(_ member: Spec.Member) -> String {
    let field = spec.field(member.tag)
    let group = member.group.map { "Entries: group \($0)." }
    let meaning = [field.documentation, member.documentation, group ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
    let presence = member.presence == .optional ? "" : member.presence.rawValue
    return "| \(field.tag) | \(field.name) | \(field.type.rawValue) | \(presence) "
      + "| \(escaped(meaning)) |\n"
  }

  private func codeSets() -> String {
    "| tag | field | values |\n|---|---|---|\n"
      + spec.fields.filter { !$0.codes.isEmpty }.map(codeRow).joined()
  }

  private func codeRow(_ field: Spec.Field) -> String {
    let codes = field.codes.map { "`\($0.value)` \($0.name)" }.joined(separator: ", ")
    return "| \(field.tag) | \(field.name) | \(escaped(codes)) |\n"
  }

  private func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
