-- Whoever follows every table and metatable from the globals finds no other function of Lua's than
-- those that are allowed.
--
-- technique: A07 A08 B02
-- output:    0 forbidden
local forbidden = {}
local names = "execute exit getenv setlocale popen dump sethook getinfo getregistry getupvalue "
  .. "setupvalue loadlib searchpath"
for name in names:gmatch("%a+") do
  forbidden[name] = true
end
local seen, count = {}, 0
local function walk(value)
  if type(value) ~= "table" or seen[value] then
    return
  end
  seen[value] = true
  for name, inner in pairs(value) do
    count = count + (forbidden[name] and 1 or 0)
    walk(inner)
  end
  walk(getmetatable(value))
end
walk(_G)
walk(getmetatable(""))
print(count .. " forbidden")
