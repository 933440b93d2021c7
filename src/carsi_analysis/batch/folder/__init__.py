"""A folder of built documents: what stands in it, what it was made from, and who may write to it."""
