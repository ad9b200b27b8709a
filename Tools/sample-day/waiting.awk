# Trades that wait for clearing, the registry or a warehouse, from `cangdan log DATA --events`: trade, state.
{
  delete value
  for (i = 4; i <= NF; i++) { at = index($i, "="); if (at) value[substr($i, 1, at - 1)] = substr($i, at + 1) }
  trade = value["tradeID"]
}
$3 == "tradeMatched" || $3 == "tradeChanged" { state[trade] = value["state"] }
$3 == "deliveryNotified" { weighed[trade] = 1 }
END {
  for (trade in state) {
    if (state[trade] == "funded" || state[trade] == "titleLocked" || state[trade] == "dvpDone" && weighed[trade])
      print trade, state[trade]
  }
}
