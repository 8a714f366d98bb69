-- Protected calls, metamethods, iterators, closing variables, coroutines and module bodies may each
-- call the host.
--
-- technique: H01 H02
-- effects:   qubitro.create_device x15 host.log.info qubitro.create_device
-- status:    created x16
-- output:    14 of 14
-- requests:  16
local made = 0
local function create()
  made = made + 1
  assert(qubitro.create_device { name = "d" .. made, source = "mqtt" })
  return made
end
local object = setmetatable({}, {
  __index = create, __newindex = create, __add = create, __concat = create, __lt = create,
  __eq = create, __len = create, __call = create, __close = create,
  __pairs = function() return function(_, last) return not last and create() or nil end end,
})
local other = setmetatable({}, getmetatable(object))
pcall(create)
xpcall(create, print)
local _ = object.field, object + 1, "a" .. object, object < other
_ = object == other, #object, object()
object.field = 1
for _ in pairs(object) do end
do local guard <close> = object end
coroutine.wrap(function() coroutine.wrap(create)() end)()
for _ in function(_, last) return not last and create() or nil end do end
print(made .. " of 14")
require "creates"
create()
