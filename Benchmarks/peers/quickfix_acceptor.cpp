// A QuickFIX acceptor that answers each NewOrderSingle(D) with one ExecutionReport(8) 150=0.
//
//   quickfix_acceptor PORT DICTIONARY COMPID
//
// SocketAcceptor, MemoryStore, no log, data dictionary on; what is not said is QuickFIX's default.
#include <quickfix/Application.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/fix44/ExecutionReport.h>

#include <csignal>
#include <iostream>
#include <sstream>

namespace {

class Venue : public FIX::Application {
public:
  void onCreate(const FIX::SessionID &) override {}
  void onLogon(const FIX::SessionID &) override {}
  void onLogout(const FIX::SessionID &) override {}
  void toAdmin(FIX::Message &, const FIX::SessionID &) override {}
  void fromAdmin(const FIX::Message &, const FIX::SessionID &) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
      FIX::RejectLogon) override {}
  void toApp(FIX::Message &, const FIX::SessionID &) throw(FIX::DoNotSend) override {}

  void fromApp(const FIX::Message &order, const FIX::SessionID &session) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
      FIX::UnsupportedMessageType) override {
    FIX::ClOrdID clOrdID;
    FIX::Account account;
    FIX::Symbol symbol;
    FIX::Side side;
    FIX::OrderQty orderQty;
    FIX::OrdType ordType;
    FIX::Price price;
    FIX::TimeInForce timeInForce;
    order.getField(clOrdID);
    order.getField(account);
    order.getField(symbol);
    order.getField(side);
    order.getField(orderQty);
    order.getField(ordType);
    order.getField(price);
    order.getField(timeInForce);
    number++;
    FIX::OrderID orderID(std::to_string(number));
    FIX::ExecID execID(std::to_string(number));
    FIX44::ExecutionReport report(
        orderID, execID, FIX::ExecType('0'), FIX::OrdStatus('0'), side,
        FIX::LeavesQty(orderQty.getValue()), FIX::CumQty(0), FIX::AvgPx(0));
    report.set(clOrdID);
    report.set(account);
    report.set(symbol);
    report.set(orderQty);
    report.set(ordType);
    report.set(price);
    report.set(timeInForce);
    report.set(FIX::TransactTime(FIX::UtcTimeStamp(), 3));
    FIX::Session::sendToTarget(report, session);
  }

private:
  unsigned long number = 0;
};

std::string settings(const char *port, const char *dictionary, const char *compID) {
  std::ostringstream text;
  text << "[DEFAULT]\nConnectionType=acceptor\nSocketAcceptPort=" << port
       << "\nSocketReuseAddress=Y\nSocketNodelay=Y\nStartTime=00:00:00\nEndTime=00:00:00\n"
       << "UseDataDictionary=Y\nDataDictionary=" << dictionary << "\nResetOnLogon=Y\n"
       << "[SESSION]\nBeginString=FIX.4.4\nSenderCompID=CANGDAN\nTargetCompID=" << compID << "\n";
  return text.str();
}

}  // namespace

int main(int count, char **arguments) {
  if (count != 4) return std::cerr << "quickfix_acceptor: three arguments\n", 1;
  try {
    std::istringstream text(settings(arguments[1], arguments[2], arguments[3]));
    FIX::SessionSettings sessions(text);
    Venue venue;
    FIX::MemoryStoreFactory stores;
    FIX::SocketAcceptor acceptor(venue, stores, sessions);
    acceptor.block();
  } catch (const std::exception &error) {
    return std::cerr << "quickfix_acceptor: " << error.what() << "\n", 1;
  }
}
