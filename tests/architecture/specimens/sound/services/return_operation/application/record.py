import foundation.event_store.port
import services.return_operation.domain.decide
