import FIX44
import OrderEntry
import Testing

/// Application messages of the standard, taken or not.
@Suite struct StandardMessageTests {
  static let application =
    "6 7 8 9 B C D E F G H J K L M N P Q R S T V W X Y Z a b c d e f g h i j k l m n o p q r s t u v "
    + "w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB "
    + "BC BD BE BF BG BH U1 UT UR UP"

  @Test("exactly the application messages of FIX 4.4, and what it leaves to its users")
  func application() {
    let known = Set(Self.application.split(separator: " "))
    let characters = (0x21...0x7e).map { String(UnicodeScalar($0)) }
    let pairs = characters.flatMap { first in characters.map { first + $0 } }
    for text in characters + pairs {
      let isUser = text.count == 2 && text.hasPrefix("U")
      let found = MsgType(text).map(StandardMessage.isApplication) ?? false
      #expect(found == (known.contains(Substring(text)) || isUser), "\(text)")
    }
  }

  @Test("no type at all")
  func none() {
    #expect(!StandardMessage.isApplication(MsgType(rawValue: 0)))
  }
}
