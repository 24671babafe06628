import sqlalchemy

import projections.runner.tables
