-- A table grows through a metatable that is itself weak while memory runs out, which this Lua
-- survives only where growth is not denied.
--
-- technique: E17 F10 U3
-- limits:    memory=16M
-- error:     :14: the script needs more memory than it may have (--max-memory)
-- exit:      65
local shadow = {}
for n = 1, 1 << 17 do shadow[n + 0.5] = n end
local ballast = ("x"):rep(6000000)
local metatable = setmetatable({ __newindex = shadow }, { __mode = "v" })
local rows = setmetatable({}, metatable)
shadow = nil
for n = 1, math.huge do rows[-n - 0.5] = n end
