-- The same with protected calls, and with both in turn, so that each stop is caught before the next look.
--
-- technique: D05 D07
-- limits:    stretch=200ms
-- error:     protected_calls_too_short_for_a_hook_are_stopped.lua:7: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function level(n) for _ = 1, 9 do pcall(coroutine.wrap(function() pcall(level, n - 1) end)) end end
level(30)
