-- The same through the iterator of gmatch, in a coroutine of its own.
--
-- technique: D11
-- limits:    stretch=200ms
-- error:     :8: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
coroutine.wrap(function()
  for _ in ("a"):rep(2000):gmatch(("a*"):rep(20) .. "b") do end
end)()
