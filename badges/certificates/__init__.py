"""Certificates: designs, frozen facts and the files made from them."""
