-- A coroutine that resumes a new one, and so on, by wrap and by resume: Lua's limit comes first,
-- and what was begun ends.
--
-- technique: F04
-- effects:   qubitro.create_device
-- status:    created
-- output:    C stack overflow	true
-- output:    C stack overflow	true
local depth
local function wrapped()
  depth = depth + 1
  coroutine.wrap(wrapped)()
end
local function resumed()
  depth = depth + 1
  assert(coroutine.resume(coroutine.create(resumed)))
end
for _, nest in ipairs { wrapped, resumed } do
  depth = 0
  local _, problem = pcall(nest)
  print(problem:match("C stack overflow"), depth > 50)
end
qubitro.create_device { name = "d", source = "mqtt" }
