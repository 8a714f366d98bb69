-- A table that is called like a function and never returns, as an iterator of a for loop, is ended
-- by the time limit.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local iterator = setmetatable({}, { __call = function() while true do end end })
for row in iterator do print(row) end
