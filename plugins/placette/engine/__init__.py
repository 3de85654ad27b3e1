"""What every site needs, whatever its features: seven rooms, each of which imports only those below it."""
