"""What people wait for: replies of the real bot at 50 requests a second beside a broadcast, and of two echo bots."""
