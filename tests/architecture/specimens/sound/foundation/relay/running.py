import foundation.event_store.opening
import foundation.relay.relay
