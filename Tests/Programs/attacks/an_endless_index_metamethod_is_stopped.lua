-- A field that is not there is computed for ever; the time limit ends it inside the metamethod.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local row = setmetatable({}, { __index = function() while true do end end })
print(row.name)
