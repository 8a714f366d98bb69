-- Twenty thousand texts of two kilobytes that are alike but for their ends, sorted once and again,
-- by Lua's own order.
--
-- technique: D20
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local list = {}
for n = 1, 20000 do list[n] = ("x"):rep(2000) .. (n * 7919 % 20011) end
while true do table.sort(list) table.move(list, 2, #list, 1) end
