-- gsub inside the callback of gsub, and sort inside the comparator of sort, as deep as it goes: Lua
-- says so before the C stack is at its end.
--
-- technique: F01
-- effects:   qubitro.create_device
-- status:    created
-- output:    C stack overflow	true
-- output:    C stack overflow	true
-- output:    C stack overflow	true
local depth
local function substitute()
  depth = depth + 1
  return (("x"):gsub("x", substitute))
end
local function sort()
  depth = depth + 1
  table.sort({ 1, 2 }, sort)
end
for _, nest in ipairs { substitute, sort, coroutine.wrap(substitute) } do
  depth = 0
  local _, problem = pcall(nest)
  print(problem:match("C stack overflow"), depth > 100)
end
qubitro.create_device { name = "d", source = "mqtt" }
