"""Opinions of the public (社情民意, 3.2, 4.3, 5.1): from the first word of a resident to the closed sheet."""
