// FIXSession
