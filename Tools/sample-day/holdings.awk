# Who holds what at the end of a day, from `cangdan log DATA --events`: each delivery, then documents and money by firm.
# Exit code 1 where nothing was delivered, or money and fees don't add up.
{
  delete value
  for (i = 4; i <= NF; i++) { at = index($i, "="); if (at) value[substr($i, 1, at - 1)] = substr($i, at + 1) }
}
$3 == "defineFirm" { code[value["firm"]] = value["code"]; order[++firms] = value["firm"] }
$3 == "admitDocument" { holder[value["document"]] = value["holder"]; documents[value["holder"]]++ }
$3 == "tradeMatched" { state[value["tradeID"]] = value["state"]; trades++ }
$3 == "tradeChanged" { state[value["tradeID"]] = value["state"] }
$3 == "titleChanged" && value["action"] == "transfer" {
  if (!deliveries++) printf "%-14s %-8s %-8s %6s %10s\n", "DOCUMENT", "FROM", "TO", "TRADE", "WEIGHT"
  from = holder[value["document"]]
  to = value["holder"]
  printf "%-14s %-8s %-8s %6d %10.3f\n", value["document"], code[from], code[to], value["tradeID"], value["netWeight"]
  holder[value["document"]] = to
  documents[from]--; documents[to]++; given[from]++; taken[to]++
}
# cash is a firm's money; what moves without a trade is paid in or out.
$3 == "fundsMoved" && value["currency"] == "CNY" {
  if (value["fromKind"] == "cash") money[value["fromNumber"]] -= value["amount"]
  if (value["toKind"] == "cash") money[value["toNumber"]] += value["amount"]
}
$3 == "fundsMoved" && value["tradeID"] > 0 {
  if (value["fromKind"] == "cash") moved[value["fromNumber"]] -= value["amount"]
  if (value["toKind"] == "cash") moved[value["toNumber"]] += value["amount"]
  else fees += value["fromKind"] == "cash" ? value["amount"] : 0
}
END {
  printf "\n%-8s %9s %6s %6s %17s %15s\n", "FIRM", "DOCUMENTS", "TAKEN", "GIVEN", "MONEY CNY", "BY TRADES"
  for (i = 1; i <= firms; i++) {
    firm = order[i]
    if (!(firm in documents) && !(firm in money)) continue
    sum += moved[firm]
    printf "%-8s %9d %6d %6d %17.2f %15.2f\n", code[firm], documents[firm], taken[firm], given[firm], money[firm], moved[firm]
  }
  for (trade in state) due += state[trade] == "balanceDue"
  printf "%d trades, %d documents delivered against payment, fees %.2f", trades, deliveries, fees
  if (due) printf "; %d wait%s for the rest of the price", due, due == 1 ? "s" : ""
  print ""
  difference = sum + fees
  if (difference > 0.005 || difference < -0.005) { printf "money of firms and fees differ by %.2f\n", difference; exit 1 }
  exit deliveries == 0
}
