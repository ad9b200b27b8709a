// QuickFIX C++ with its own session layer and nothing else: what a test says goes out, what comes is told.
//
//   quickfix_engine acceptor|initiator CONFIG
//
// Input, a line each: `35=D|11=A|...` sends a message of these fields by the first session; `logout` ends
// its session. Output, a line each: `logon`, `logout`, `admin`, `app`, `sent`, then the message with |.
// As an acceptor it answers NewOrderSingle(D) by ExecutionReport(8), new or, where Price(44) ends in 7,
// filled; OrderCancelRequest(F) by a report too, and takes no other application message.
#include <quickfix/Application.h>
#include <quickfix/FileLog.h>
#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/ThreadedSocketInitiator.h>

#include <iostream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>

namespace {

std::mutex outputLock;

void tell(const std::string &event, const std::string &text = "") {
  std::string line = text;
  for (char &character : line)
    if (character == '\x01') character = '|';
  std::lock_guard<std::mutex> guard(outputLock);
  std::cout << event << " " << line << std::endl;
}

class Engine : public FIX::Application {
 public:
  FIX::SessionID session;

  void onCreate(const FIX::SessionID &id) override { session = id; }
  void onLogon(const FIX::SessionID &) override { tell("logon"); }
  void onLogout(const FIX::SessionID &) override { tell("logout"); }
  void toAdmin(FIX::Message &message, const FIX::SessionID &) override {
    tell("sent", message.toString());
  }
  void toApp(FIX::Message &message, const FIX::SessionID &) throw(FIX::DoNotSend) override {
    tell("sent", message.toString());
  }
  void fromAdmin(const FIX::Message &message, const FIX::SessionID &) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {
    tell("admin", message.toString());
  }
  void fromApp(const FIX::Message &message, const FIX::SessionID &id) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
      FIX::UnsupportedMessageType) override {
    tell("app", message.toString());
    if (!isAcceptor) return;
    const std::string type = message.getHeader().getField(35);
    if (type != "D" && type != "F") throw FIX::UnsupportedMessageType();
    report(message, type, id);
  }

  bool isAcceptor = false;
  std::string dictionary;

  // `35=D|11=A|` as a message of the first session; entries of NoSides(552) stay in the order of the line.
  void send(const std::string &line) {
    FIX::Message message;
    if (line.find("|552=") != std::string::npos) {
      std::string text = "8=FIX.4.4|9=0|" + line + "10=000|";
      for (char &character : text)
        if (character == '|') character = '\x01';
      const FIX::DataDictionary fields(dictionary);
      message.setString(text, false, &fields);
      if (!FIX::Session::sendToTarget(message, session)) tell("unsent", message.toString());
      return;
    }
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '|');) {
      const auto equals = field.find('=');
      if (equals == std::string::npos) continue;
      const int tag = std::stoi(field);
      const std::string value = field.substr(equals + 1);
      if (tag == 35)
        message.getHeader().setField(tag, value);
      else
        message.setField(tag, value);
    }
    if (!FIX::Session::sendToTarget(message, session)) tell("unsent", message.toString());
  }

 private:
  int count = 0;

  static std::string field(const FIX::Message &message, int tag, const std::string &otherwise) {
    return message.isSetField(tag) ? message.getField(tag) : otherwise;
  }

  void report(const FIX::Message &order, const std::string &type, const FIX::SessionID &id) {
    const std::string price = field(order, 44, "0"), quantity = field(order, 38, "0");
    const bool isCancel = type == "F", isFilled = !isCancel && price.back() == '7';
    FIX::Message answer;
    answer.getHeader().setField(35, "8");
    answer.setField(37, "O" + field(order, isCancel ? 41 : 11, "?"));
    answer.setField(11, order.getField(11));
    if (isCancel) answer.setField(41, field(order, 41, "?"));
    answer.setField(17, "E" + std::to_string(++count));
    answer.setField(150, isCancel ? "4" : isFilled ? "F" : "0");
    answer.setField(39, isCancel ? "4" : isFilled ? "2" : "0");
    answer.setField(55, order.getField(55));
    answer.setField(54, order.getField(54));
    answer.setField(38, quantity);
    answer.setField(14, isFilled ? quantity : "0");
    answer.setField(151, isFilled || isCancel ? "0" : quantity);
    answer.setField(6, isFilled ? price : "0");
    if (isFilled) answer.setField(31, price), answer.setField(32, quantity);
    FIX::Session::sendToTarget(answer, id);
  }
};

}  // namespace

int main(int count, char **arguments) try {
  if (count != 3) {
    std::cerr << "usage: quickfix_engine acceptor|initiator CONFIG\n";
    return 2;
  }
  Engine engine;
  engine.isAcceptor = std::string(arguments[1]) == "acceptor";
  FIX::SessionSettings settings(arguments[2]);
  engine.dictionary = settings.get().getString("DataDictionary");
  FIX::FileStoreFactory store(settings);
  FIX::FileLogFactory log(settings);
  std::unique_ptr<FIX::SocketAcceptor> acceptor;
  std::unique_ptr<FIX::ThreadedSocketInitiator> initiator;
  if (engine.isAcceptor) {
    acceptor.reset(new FIX::SocketAcceptor(engine, store, settings, log));
    acceptor->start();
  } else {
    initiator.reset(new FIX::ThreadedSocketInitiator(engine, store, settings, log));
    initiator->start();
  }
  tell("started");
  for (std::string line; std::getline(std::cin, line);) {
    FIX::Session *session = FIX::Session::lookupSession(engine.session);
    if (line == "logout")
      session->logout();
    else if (line == "logon")
      session->logon();
    else
      engine.send(line);
  }
  if (acceptor) acceptor->stop();
  if (initiator) initiator->stop();
  return 0;
} catch (std::exception &error) {
  std::cerr << error.what() << std::endl;
  return 1;
}
