-- table.concat of a table that claims a trillion elements, each of which a function of Lua's in C
-- answers.
--
-- technique: D16 D17
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
table.concat(setmetatable({}, { __len = function() return 1 << 40 end, __index = type }))
