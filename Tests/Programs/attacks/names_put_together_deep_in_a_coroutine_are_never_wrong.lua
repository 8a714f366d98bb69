-- The same nine hundred calls deep, in a coroutine: more than there is room for, which is an error
-- where the library has the fault.
--
-- technique: U1
-- output:    0 wrong
local Device = {}
local function deep(n) return n == 0 and 0 or 1 + deep(n - 1) end
Device.__concat = function(a, b)
  deep(900)
  return (type(a) == "table" and a.name or a) .. (type(b) == "table" and b.name or b)
end
local wrong = 0
for n = 1, 200 do
  local device = setmetatable({ name = "d" .. n }, Device)
  local ok, name = pcall(coroutine.wrap(function()
    return "site-" .. "b-" .. device .. "-" .. n
  end))
  local right = ok and name == "site-b-d" .. n .. "-" .. n
  local told = not ok
    and name:find("a __concat calls more deeply than this Lua library survives", 1, true)
  if not right and not told then wrong = wrong + 1 end
end
print(wrong .. " wrong")
