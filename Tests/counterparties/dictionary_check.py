#!/usr/bin/env python3
"""Loads Specs/FIX44-cangdan.xml into stock QuickFIX and validates sample messages with it.

usage: dictionary_check.py [DICTIONARY]
Exit code 0 where all samples are taken or refused as they should be, 1 otherwise. Needs the Python
package quickfix (or quickfix-tls).
"""
import pathlib
import sys

import quickfix

DICTIONARY = pathlib.Path(__file__).resolve().parents[2] / "Specs" / "FIX44-cangdan.xml"

TO_VENUE = "49=DLR001|56=CANGDAN|34=2|52=20261123-01:30:00.000|"
FROM_VENUE = "49=CANGDAN|56=DLR001|34=2|52=20261123-01:30:00.000|"
ORDER = (
    "35=D|" + TO_VENUE + "11=S-0002|453=1|448=DLR001|447=D|452=1|1=DLR001-P|63=1|544=1|21=1|18=G|"
    "55=CU-BW-A|48=CU-BW-A|22=8|460=2|167=WHR|207=XSPT|"
    "711=2|311=CU|309=R26110000018|305=100|310=WHR|595=ZZREG|879=25.021|"
    "311=CU|309=R26110000019|305=100|310=WHR|595=ZZREG|879=24.987|887=1|888=BRAND|889=NORVANE|"
    "54=2|60=20261123-01:30:00.000|854=0|38=50|40=2|423=2|44=68480|15=CNY|59=0|528=P|529=1 7|7761=L|"
)
REPORT = (
    "35=8|" + FROM_VENUE + "37=1|527=7|11=S-0001|453=1|448=DLR002|447=D|452=17|17=9|150=F|39=2|"
    "1=DLR001-P|544=1|55=CU-BW-A|711=1|311=CU|309=R26110000017|305=100|310=WHR|54=2|38=25|40=2|"
    "44=68450|59=0|32=25|31=68450|151=0|14=25|6=68450|60=20261123-01:30:00.000|381=1720422.30|"
    "851=1|7701=R26110000017|7725=25.134|7761=L|"
)
INSTRUCTION = (
    "35=AE|" + FROM_VENUE + "571=3|487=0|856=0|828=0|829=5|150=F|880=9|570=N|55=CU-BW-A|"
    "711=1|311=CU|309=R26110000017|305=100|32=25|31=68450|75=20261123|60=20261123-01:30:00.123|573=0|"
    "552=2|54=1|37=17|11=B-0001|453=1|448=DLR001|447=D|452=1|15=CNY|381=1720422.30|118=1720619.34|"
    "136=2|137=172.04|138=CNY|139=4|137=25|138=CNY|139=7|54=2|37=18|11=S-0001|453=1|448=DLR002|447=D|"
    "452=1|15=CNY|381=1720422.30|118=1720250.26|136=1|137=172.04|138=CNY|139=4|"
)
PAID_BACK = INSTRUCTION.replace("571=3|487=0|856=0|", "571=5|487=1|856=6|").replace(
    "829=5|150=F|", "829=5|572=3|150=H|")
TOLD = (
    "35=AE|" + FROM_VENUE + "571=402|487=0|856=4|828=0|150=F|880=9|17=402|570=Y|55=CU-BW-A|"
    "32=25|31=68450|75=20261123|60=20261123-01:30:00.123|573=0|552=1|54=1|37=17|11=B-0001|"
    "453=1|448=DLR001|447=D|452=1|1=DLR001-P|15=CNY|381=1720422.30|118=1720619.34|"
    "58=Title and money have changed hands|136=1|137=172.04|138=CNY|139=4|"
)
CONFIRMATION = (
    "35=AK|" + FROM_VENUE + "664=9|666=0|773=2|665=4|453=2|448=DLR001|447=D|452=1|448=DLR002|447=D|"
    "452=17|73=1|11=B-0001|37=17|60=20261123-01:30:00.123|75=20261123|55=CU-BW-A|"
    "711=1|311=CU|309=R26110000017|305=100|555=1|600=CU-BW-A|80=25|54=1|15=CNY|862=1|528=P|863=25|"
    "79=DLR001-P|6=68450|381=1720422.30|118=1720619.34|"
)
TAKEN = {
    "Logon": "35=A|" + TO_VENUE + "98=0|108=30|141=Y|789=1|383=16384|464=Y|7811=0|7812=1|",
    "NewOrderSingle": ORDER,
    "ExecutionReport": REPORT,
    "ExecutionReport of a refusal": "35=8|" + FROM_VENUE + "37=NONE|11=S-0003|17=10|150=8|39=8|103=99|"
    "55=CU-BW-A|54=2|38=25|151=0|14=0|6=0|58=Title not transferred|7799=1601|",
    "OrderCancelReject": "35=9|" + FROM_VENUE + "37=NONE|11=C-1|41=S-9|39=8|434=1|102=1|",
    "OrderCancelRequest": "35=F|" + TO_VENUE + "41=S-1|11=C-1|55=CU-BW-A|54=2|"
    "60=20261123-01:30:00|38=25|",
    "BusinessMessageReject": "35=j|" + FROM_VENUE + "45=7|372=AE|380=3|58=MsgType(35) AE|",
    "TradeCaptureReport": INSTRUCTION + "7725=25.134|7761=C|7776=20261123-02:30:00.000|",
    "TradeCaptureReport that takes back": PAID_BACK + "7725=25.134|7761=C|",
    "TradeCaptureReport to a party": TOLD + "7725=25.134|7769=20261123-01:30:00.123|7774=7|7775=7|",
    "TradeCaptureReportAck": "35=AR|" + TO_VENUE + "571=3|150=F|939=1|751=99|880=9|55=CU-BW-A|58=No cover|",
    "Confirmation": CONFIRMATION + "7725=25.134|7776=20261123-02:30:00.000|",
    "ConfirmationAck": "35=AU|" + TO_VENUE + "664=9|75=20261123|60=20261123-01:30:00|940=3|",
    "TitleReport": "35=UT|" + FROM_VENUE + "880=9|55=CU-BW-A|711=1|311=CU|309=R26110000017|305=100|"
    "60=20261123-01:30:00.123|7700=4|7707=DLR002|7754=5|7755=0|7759=DLR001|",
    "TitleReport of a warehouse": "35=UT|" + TO_VENUE + "880=9|7700=W-1|7701=R26110000017|7725=25.1|",
    "TradeDispute": "35=UD|" + TO_VENUE + "571=D-1|880=9|58=Wrong grade|",
    "Reject": "35=3|" + FROM_VENUE + "45=7|371=54|372=D|373=5|58=Side(54): value|",
}
REFUSED = {
    "a Side(54) outside the code set": ORDER.replace("|54=2|", "|54=Z|"),
    "an order without ClOrdID(11)": ORDER.replace("|11=S-0002|", "|"),
    "a field that the message does not have": ORDER.replace("|15=CNY|", "|15=CNY|150=0|"),
    "a group with fewer entries than counted": ORDER.replace("711=2|", "711=3|"),
    "a price that is none": ORDER.replace("|44=68480|", "|44=cheap|"),
    "an unknown MsgType(35)": ORDER.replace("35=D|", "35=AB|"),
}


def on_the_wire(body):
    body = body.replace("|", "\x01").encode()
    message = b"8=FIX.4.4\x019=%d\x01" % len(body) + body
    return (message + b"10=%03d\x01" % (sum(message) % 256)).decode()


def complaint(dictionary, body):
    """Why QuickFIX refuses the message; None where it takes it."""
    try:
        message = quickfix.Message(on_the_wire(body), dictionary, True)
        dictionary.validate(message)
    except quickfix.FIXException as error:
        return str(error) or type(error).__name__
    return None


def main(arguments):
    path = pathlib.Path(arguments[0]) if arguments else DICTIONARY
    try:
        dictionary = quickfix.DataDictionary(str(path))
    except quickfix.FIXException as error:
        return [f"{path} does not load: {error}"]
    faults = []
    if dictionary.getVersion() != "FIX.4.4":
        faults.append(f"{path} is for {dictionary.getVersion()}, not FIX.4.4")
    for name, body in TAKEN.items():
        error = complaint(dictionary, body)
        if error:
            faults.append(f"{name} is refused: {error}")
    for name, body in REFUSED.items():
        if complaint(dictionary, body) is None:
            faults.append(f"{name} is taken")
    return faults


if __name__ == "__main__":
    found = main(sys.argv[1:])
    for fault in found:
        print(f"dictionary_check: {fault}", file=sys.stderr)
    if not found:
        print(f"dictionary_check: {len(TAKEN)} samples taken, {len(REFUSED)} refused")
    sys.exit(1 if found else 0)
