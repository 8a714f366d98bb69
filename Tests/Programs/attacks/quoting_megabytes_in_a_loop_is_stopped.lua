-- string.format with %q of ten megabytes, in a loop.
--
-- technique: D19 E04
-- limits:    stretch=200ms
-- error:     quoting_megabytes_in_a_loop_is_stopped.lua:8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local text = ("\0"):rep(10000000)
while true do local _ = ("%q"):format(text) end
