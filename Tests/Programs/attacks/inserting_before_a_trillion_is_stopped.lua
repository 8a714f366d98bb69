-- table.insert and table.remove shift as many elements as the table claims to have.
--
-- technique: D16
-- limits:    stretch=200ms
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
pcall(table.remove, setmetatable({}, { __len = function() return 1 << 40 end }), 1)
table.insert(setmetatable({}, { __len = function() return 1 << 40 end }), 1, "x")
