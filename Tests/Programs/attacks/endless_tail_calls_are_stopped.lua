-- Two functions that call each other by tail calls use no stack and never end; the time limit ends
-- them.
--
-- technique: D01
-- limits:    stretch=200ms
-- error:     :9: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local ping, pong
function pong() return ping() end function ping() return pong() end
ping()
