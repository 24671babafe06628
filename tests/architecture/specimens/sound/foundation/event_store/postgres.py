import psycopg

import foundation.event_store.port
