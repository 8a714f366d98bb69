-- A table whose length is computed for ever, asked by a function of Lua's in C, is ended by the
-- time limit.
--
-- technique: D02 D16
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local rows = setmetatable({}, { __len = function() while true do end end })
table.concat(rows)
