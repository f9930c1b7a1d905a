"""The sample district (示例区): invented places, people and some months of life, for trying and for showing.

Nobody here is real. Names say so: 网格员甲, 居民 0012.
"""
