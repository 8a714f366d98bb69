-- A loop that catches every error, its own stop among them, is ended all the same; the handler
-- never sees the stop.
--
-- technique: D01 D07
-- limits:    stretch=200ms
-- error:     :9: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local caught = 0
repeat pcall(function() repeat until false end) caught = caught + 1 print("caught") until false
