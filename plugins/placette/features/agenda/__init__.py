"""What takes place, and when: events, their pages, calendars to subscribe to."""
