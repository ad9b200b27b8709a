// FIXWire
