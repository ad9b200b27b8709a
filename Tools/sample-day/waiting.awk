# Trades that wait for clearing or the registry, from `cangdan log DATA --events`: trade, instruction, who is asked.
# The instruction is `answered` where the answer's events are still on their way to the file.
{
  delete value
  for (i = 4; i <= NF; i++) { at = index($i, "="); if (at) value[substr($i, 1, at - 1)] = substr($i, at + 1) }
  trade = value["tradeID"]
}
$3 == "tradeMatched" || $3 == "tradeChanged" { state[trade] = value["state"] }
$3 == "settlementInstructed" { asked[trade] = value["instruction"] " clearing" }
$3 == "transferInstructed" { asked[trade] = value["instruction"] " registry" }
$3 == "answerInstruction" { asked[trade] = "answered" }
END {
  for (trade in state) {
    if (state[trade] == "funded" || state[trade] == "titleLocked") print trade, asked[trade]
  }
}
