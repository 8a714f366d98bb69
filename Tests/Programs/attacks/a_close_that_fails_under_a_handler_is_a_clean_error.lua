-- A coroutine that waits inside an xpcall is closed; its __close functions fail one after the
-- other, and take the place of the handler on the stack.
--
-- technique: F11
-- effects:   qubitro.create_device
-- status:    created
-- output:    7 of 7 are errors
local function closing(text)
  return setmetatable({}, { __close = function(...)
    local a, b, c, d, e, f, g, h = ...
    error(text, 0)
  end })
end
local function body()
  local inner <close> = closing("inner")
  coroutine.yield()
end
local errors = 0
for count = 1, 7 do
  local thread = coroutine.create(function()
    local first <close> = closing("first")
    local second <close> = closing("second")
    xpcall(body, function(problem) return "handled " .. problem end, table.unpack({}, 1, count))
  end)
  coroutine.resume(thread)
  local ok, problem = coroutine.close(thread)
  -- Lua 5.4.4 asks what has taken the handler's place; later versions ask nobody.
  local is_clean = not ok and (problem == "error in error handling" or problem == "first")
  errors = errors + (is_clean and 1 or 0)
end
print(errors .. " of 7 are errors")
qubitro.create_device { name = "d", source = "mqtt" }
