"""The same `Document` for Word: real tables and named styles, rows as high as the layout measured them."""

from .package import write_word

__all__ = ["write_word"]
