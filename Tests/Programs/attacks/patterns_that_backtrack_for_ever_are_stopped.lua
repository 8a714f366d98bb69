-- find with twenty lazy repetitions and a last character that never comes: more steps than the
-- universe has time for.
--
-- technique: D10
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local _ = ("a"):rep(2000):find(("a-"):rep(20) .. "b")
