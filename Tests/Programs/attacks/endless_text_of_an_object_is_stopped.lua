-- A __tostring that never returns, asked by print, is ended by the time limit.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local device = setmetatable({}, { __tostring = function() while true do end end })
print("before", device)
