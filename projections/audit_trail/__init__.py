"""Is the record complete and unaltered (view V11)?"""
