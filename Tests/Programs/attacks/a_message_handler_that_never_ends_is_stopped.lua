-- The handler of an xpcall loops, first for an error of the script, then for what the host raises:
-- it is ended, and asked no second time.
--
-- technique: D07
-- limits:    stretch=200ms
-- output:    asked about an error
-- error:     :11: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function handler(problem)
  print("asked about " .. tostring(problem))
  while true do pcall(error) end
end
while true do xpcall(error, handler, "an error") end
