-- string.format with %q of ten megabytes, in a loop.
--
-- technique: D19 E04
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local text = ("\0"):rep(10000000)
while true do local _ = ("%q"):format(text) end
