import events
