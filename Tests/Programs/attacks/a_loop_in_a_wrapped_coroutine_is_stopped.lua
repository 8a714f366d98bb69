-- Inside coroutine.wrap, inside another one, in a loop that starts them again and again: the time
-- limit holds for all of them together.
--
-- technique: D05
-- limits:    stretch=200ms
-- error:     :9: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function forever()
  while true do pcall(coroutine.wrap(function() for _ = 1, 50 do end end)) end
end
while true do pcall(coroutine.wrap(forever)) end
