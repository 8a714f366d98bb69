-- __eq, __lt and __le that never answer: whichever is asked first is where the run ends.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     :7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function never() while true do end end
local metatable = { __eq = never, __lt = never, __le = never }
local a, b = setmetatable({}, metatable), setmetatable({}, metatable)
xpcall(function() return a == b end, function() return a < b end)
print(a <= b)
