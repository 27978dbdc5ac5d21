"""A picture of a page to a flat sheet: light evened, coloured ink lifted, tilt and bends taken out."""

from extract.scan.straightening.flattening import straighten_page

__all__ = ["straighten_page"]
