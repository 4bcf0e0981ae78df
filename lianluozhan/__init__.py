"""Office program of a people's-congress liaison station (人大工作联络站)."""
