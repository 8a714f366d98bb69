-- The same with protected calls, and with both in turn, so that each stop is caught before the next
-- look.
--
-- technique: D05 D07
-- limits:    stretch=200ms
-- error:     :9: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local wrap = coroutine.wrap
local function level(n) for _ = 1, 9 do pcall(wrap(function() pcall(level, n - 1) end)) end end
level(30)
