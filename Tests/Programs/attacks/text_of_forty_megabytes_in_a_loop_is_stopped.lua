-- Forty megabytes turned round, put together and written large, again and again: few instructions,
-- each of which takes long.
--
-- technique: D19
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local text = ("x"):rep(40000000)
while true do local _ = text:upper(), text:reverse(), text .. "y" end
