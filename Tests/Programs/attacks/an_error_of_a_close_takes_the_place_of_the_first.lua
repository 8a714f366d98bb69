-- As in Lua, an error raised while another one passes takes its place; the __close is given the
-- first, and may keep it.
--
-- technique: G05
-- output:    second, after: first
-- output:    third
-- output:    fourth, after: second, after: first
local function guard(raise)
  return setmetatable({}, { __close = function(_, problem) raise(problem) end })
end
local function told(raise, text)
  local first <close> = guard(raise)
  error(text, 0)
end
local function second(problem) error("second, after: " .. problem, 0) end
print(select(2, pcall(told, second, "first")))
local function third() error("third", 0) end
print(select(2, pcall(coroutine.wrap(function() told(third, "first") end))))
print(select(2, pcall(host.parallel, { function()
  local last <close> = guard(function(problem) error("fourth, after: " .. problem, 0) end)
  told(second, "first")
end })))
