"""Addresses, letter text, QR codes, page layout and PDF batches: plain values, no database, no web."""
