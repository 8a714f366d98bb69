-- Each coroutine of a tree runs fewer instructions than the host lets pass between two looks, and
-- the tree has no end in this world.
--
-- technique: D05
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function level(n) if n > 0 then for _ = 1, 12 do coroutine.wrap(level)(n - 1) end end end
level(30)
