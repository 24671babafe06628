import events.base
