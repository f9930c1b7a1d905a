"""The face of street and district: what stands, what is late and why, how methods do, and the matters behind each figure."""
