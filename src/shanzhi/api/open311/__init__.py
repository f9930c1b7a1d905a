"""Open311 GeoReport v2: adopted methods as services, matters as requests, for programs that speak it.

http://wiki.open311.org/GeoReport_v2/. Only what the caller may see, and of it nothing about persons.
"""
