"""An edition: which documents it holds, what is published around them, and how two editions are read and compared."""
