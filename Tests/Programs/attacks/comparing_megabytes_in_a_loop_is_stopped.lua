-- Two texts of megabytes that differ only at their ends are sorted and compared for ever.
--
-- technique: D19 D20
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local list = {}
for n = 1, 40 do list[n] = ("x"):rep(1000000) .. (n * 7919 % 41) end
while true do table.sort(list) table.sort(list, function(a, b) return a > b end) end
