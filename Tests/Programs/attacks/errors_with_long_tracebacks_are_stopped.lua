-- A stack as deep as Lua allows, an error at its end and a traceback of it all, for ever: the time
-- limit ends it.
--
-- technique: D25
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function down(n) return n > 0 and (down(n - 1)) or error("deep") end
while true do xpcall(down, debug.traceback, 4000) end
