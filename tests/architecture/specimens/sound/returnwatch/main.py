import deploy.provision
import foundation.event_store.opening
import services.return_operation.main
