import foundation.event_store.postgres
import foundation.event_store.sqlite
