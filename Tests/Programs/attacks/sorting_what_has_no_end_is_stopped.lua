-- table.sort of a table that claims two billion elements, read and written by functions in C.
--
-- technique: D16 D17
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function many() return (1 << 31) - 2 end
table.sort(setmetatable({}, { __len = many, __index = rawlen, __newindex = rawequal }))
