"""An address as a QR code."""

from functools import lru_cache

import segno


@lru_cache(maxsize=8)
def qr_picture(address: str) -> str:
    """The address as a QR code in a data URI, with the quiet zone that scanners ask for."""
    return segno.make(address, error="m", micro=False).svg_data_uri(
        border=4,
        dark="#1c221b",
        light="#ffffff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
