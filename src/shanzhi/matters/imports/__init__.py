"""Taking in the backlog an office has (导入): its tables as they are, replayed through the method as real acts.

`actions` is the door: `import_appeals`, `undo_import`. What is asked afterwards is in `queries`.
"""
