"""What this reader may see of this matter, and where it is found: one answer for every face.

Pages, API, files, exports and search ask here; they render, and decide nothing. `standing` says what somebody is to a
matter, `matter` what of it they see, `course` which lines of its history, `places` how exactly, `files` which files.
"""
