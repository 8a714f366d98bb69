-- The loop is in the function, the handler would print: it is not called for the host's stop, and
-- catches nothing.
--
-- technique: D07
-- limits:    stretch=200ms
-- error:     :9: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function handler(problem) print("seen", problem) end
while true do xpcall(function() while true do end end, handler) end
