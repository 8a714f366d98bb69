#!/usr/bin/env lua
-- With a byte order mark, a shebang and CRLF, as editors elsewhere leave them.
return {
  value = 7,
}
