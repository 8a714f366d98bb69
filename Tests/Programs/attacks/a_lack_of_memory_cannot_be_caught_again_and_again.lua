-- Memory is filled, the error caught, what was held dropped, and all of it again: the first time is
-- the last.
--
-- technique: E10
-- limits:    memory=16M
-- error:     :10: the script needs more memory than it may have (--max-memory)
-- exit:      65
while true do
  local held = {}
  local ok = pcall(function() for n = 1, math.huge do held[n] = { n } end end)
  print("caught", ok)
end
