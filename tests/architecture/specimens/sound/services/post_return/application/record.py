import foundation.event_store.port
import services.post_return.domain.decide
