import foundation.event_store.port
