-- As the stop passes, a thousand pending __close handlers loop on and raise errors of their own:
-- none of them delays it or takes its place.
--
-- technique: D02 D07
-- limits:    stretch=200ms
-- error:     :11: the script computed too long between two calls of the host (--max-stretch)
-- exit:      65
local function close() while true do pcall(error) end error("instead of the stop") end
local function nest(n)
  local guard <close> = setmetatable({}, { __close = close })
  if n == 0 then while true do end end
  return (nest(n - 1))
end
pcall(nest, 1000)
