import foundation.event_store.opening
