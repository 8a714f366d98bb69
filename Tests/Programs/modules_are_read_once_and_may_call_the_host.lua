-- A module is found by its dotted name, read once, may call the host as it loads, and is the same
-- table for everyone.
--
-- effects:  host.log.info
-- output:   counted runs as	counted	true
-- output:   true	7
local first = require "counted"
print(first == require "counted", require("deep.crlf").value)
