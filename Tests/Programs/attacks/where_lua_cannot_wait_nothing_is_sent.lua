-- Where a function of Lua's in C is in between, a call of the host is an error that names the way
-- out, and nothing has happened.
--
-- technique: H01
-- effects:   qubitro.create_device
-- status:    created
-- output:    7 refused
-- requests:  1
local function create()
  return qubitro.create_device { name = "never", source = "mqtt" }
end
local object = setmetatable({}, {
  __index = create, __newindex = create, __len = create, __tostring = create, __lt = create,
})
local refused = 0
for _, call in ipairs {
  function() table.concat(object, "", 1, 1) end,
  function() table.insert(object, 1) end,
  function() return tostring(object) end,
  function() for _ in ipairs(object) do end end,
  function() table.sort { object, object } end,
  function() table.unpack(object, 1, 1) end,
  function() assert(load(create)) end,
} do
  local ok, problem = pcall(call)
  local way_out = "collect what you need first and call it afterwards"
  refused = refused + (not ok and problem:find(way_out, 1, true) and 1 or 0)
end
print(refused .. " refused")
qubitro.create_device { name = "d", source = "mqtt" }
