import kafka
import psycopg
