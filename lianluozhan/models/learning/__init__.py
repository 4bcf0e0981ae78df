"""What the station's own records teach: which category and body a new matter probably belongs to (N13)."""
