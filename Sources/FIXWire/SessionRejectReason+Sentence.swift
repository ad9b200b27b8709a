extension SessionRejectReason {
  /// The standard's words for it, as they begin Text(58).
  public var sentence: String {
    switch self {
    case .invalidTagNumber: "Invalid tag number"
    case .requiredTagMissing: "Required tag missing"
    case .tagNotDefinedForMessage: "Tag not defined for this message type"
    case .undefinedTag: "Undefined tag"
    case .tagWithoutValue: "Tag specified without a value"
    case .valueIncorrect: "Value is incorrect (out of range) for this tag"
    case .incorrectDataFormat: "Incorrect data format for value"
    case .decryptionProblem: "Decryption problem"
    case .signatureProblem: "Signature problem"
    case .compIDProblem: "CompID problem"
    case .sendingTimeAccuracy: "SendingTime accuracy problem"
    case .invalidMsgType: "Invalid MsgType"
    case .xmlValidation: "XML validation error"
    case .tagAppearsMoreThanOnce: "Tag appears more than once"
    case .tagOutOfRequiredOrder: "Tag specified out of required order"
    case .groupFieldsOutOfOrder: "Repeating group fields out of order"
    case .incorrectNumInGroupCount: "Incorrect NumInGroup count for repeating group"
    case .delimiterInValue: "Non-data value includes field delimiter"
    case .other: "Message refused"
    }
  }
}
