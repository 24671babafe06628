import foundation.event_store.sqlite
