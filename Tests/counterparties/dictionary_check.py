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
    "Reject": "35=3|" + FROM_VENUE + "45=7|371=54|372=D|373=5|58=Side(54): value|",
}
REFUSED = {
    "a Side(54) outside the code set": ORDER.replace("|54=2|", "|54=Z|"),
    "an order without ClOrdID(11)": ORDER.replace("|11=S-0002|", "|"),
    "a field that the message does not have": ORDER.replace("|15=CNY|", "|15=CNY|150=0|"),
    "a group with fewer entries than counted": ORDER.replace("711=2|", "711=3|"),
    "a price that is none": ORDER.replace("|44=68480|", "|44=cheap|"),
    "an unknown MsgType(35)": ORDER.replace("35=D|", "35=AE|"),
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
