-- What objects say of themselves counts like any text, and where nothing may be printed not even
-- nothing is.
--
-- technique: J01
-- limits:    output=0K
-- error:     :10: the script prints more than it may (--max-output)
-- exit:      65
local object = setmetatable({}, { __tostring = function() return "" end })
local thread = coroutine.wrap(function()
  while true do pcall(print, object, object) coroutine.yield() end
end)
while #tostring(thread) > 0 and not pcall(error) do thread() end
