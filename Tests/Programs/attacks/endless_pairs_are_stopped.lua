-- A __pairs whose iterator gives one pair after another for ever is ended by the time limit.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function endless(_, n) return (n or 0) + 1 end
local rows = setmetatable({}, { __pairs = function() return endless end })
for _ in pairs(rows) do end
