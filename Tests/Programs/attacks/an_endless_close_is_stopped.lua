-- A variable that is closed for ever, while an error passes and a coroutine is closed, is ended by
-- the time limit.
--
-- technique: D02
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local metatable = { __close = function() while true do pcall(error) end end }
local thread = coroutine.create(function()
  local guard <close> = setmetatable({}, metatable)
  coroutine.yield()
end)
coroutine.resume(thread)
pcall(coroutine.close, thread)
