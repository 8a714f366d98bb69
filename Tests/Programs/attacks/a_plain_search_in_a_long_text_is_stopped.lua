-- Searches without any pattern in millions of characters, which no step of a matcher counts, are
-- ended between two of them.
--
-- technique: D10 D19
-- limits:    stretch=200ms
-- error:     : the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local hay = ("a"):rep(1000000)
while true do local _ = hay:find(("a"):rep(1000) .. "b", 1, true) end
