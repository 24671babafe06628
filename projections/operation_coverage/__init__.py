"""Which operations were monitored, in which phases and by whom (view V3)?"""
