-- A name that is put together for ever, in the middle of a longer concatenation, is ended by the
-- time limit.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local device = setmetatable({}, { __concat = function() while true do end end })
print("site-" .. "b-" .. device .. "-1")
