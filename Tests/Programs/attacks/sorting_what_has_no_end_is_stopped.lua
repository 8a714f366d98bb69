-- table.sort of a table that claims two billion elements, read and written by functions in C.
--
-- technique: D16 D17
-- limits:    stretch=200ms
-- error:     sorting_what_has_no_end_is_stopped.lua:7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
table.sort(setmetatable({}, { __len = function() return (1 << 31) - 2 end, __index = rawlen, __newindex = rawequal }))
