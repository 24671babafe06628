import kafka
