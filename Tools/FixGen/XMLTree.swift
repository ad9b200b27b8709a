import Foundation
import FoundationXML

/// An element of an XML document with what lies in it.
struct Element {
  /// Without namespace prefix.
  let name: String
  let attributes: [String: String]
  let line: Int
  var children: [Element] = []
  var text = ""

  /// The name with the attribute that tells it from its neighbours: `field 54`.
  var label: String {
    let key = attributes["id"] ?? attributes["name"] ?? attributes["value"]
    return key.map { "\(name) \($0)" } ?? name
  }
}

/// Reads an XML document into a tree of elements, each with its line.
enum XMLTree {
  static func read(_ document: [UInt8], file: String) throws(SpecError) -> Element {
    let parser = XMLParser(data: Data(document))
    let builder = TreeBuilder()
    parser.delegate = builder
    let isRead = parser.parse()
    if let fault = builder.fault {
      throw SpecError(
        file: file, line: fault.line, element: fault.element, reason: "not well-formed XML")
    }
    guard isRead, let root = builder.root else {
      throw SpecError(file: file, line: 1, element: "document", reason: "not well-formed XML")
    }
    return root
  }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
  var root: Element?
  /// Where the document first breaks the rules of XML, and the innermost element open there.
  var fault: (line: Int, element: String)?
  private var open: [Element] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?, attributes attributeDict: [String: String]
  ) {
    let name = elementName.split(separator: ":").last.map(String.init) ?? elementName
    open.append(Element(name: name, attributes: attributeDict, line: parser.lineNumber))
  }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
    guard fault == nil else { return }
    fault = (max(parser.lineNumber, 1), open.last?.label ?? "document")
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += string
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?
  ) {
    guard let closed = open.popLast() else { return }
    if open.isEmpty { root = closed } else { open[open.count - 1].children.append(closed) }
  }
}
