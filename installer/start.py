"""Where the packed program starts."""

import sys

from lianluozhan.__main__ import main

sys.exit(main())
