import foundation.service_process.running
import services.post_return.accepts
import services.post_return.domain.decide
