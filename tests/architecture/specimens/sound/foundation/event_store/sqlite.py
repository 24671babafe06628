import sqlite3

import foundation.event_store.port
