-- Each wrapped coroutine fails while the next one inside it fails too, with a __close between them,
-- two hundred deep and more.
--
-- technique: F07
-- effects:   qubitro.create_device
-- status:    created
-- output:    true
local function nest(n)
  local guard <close> = setmetatable({}, { __close = function(_, problem) error(problem, 0) end })
  if n == 0 then error("innermost", 0) end
  coroutine.wrap(nest)(n - 1)
end
for _, depth in ipairs { 10, 150, 1000 } do
  local ok, problem = pcall(nest, depth)
  assert(not ok, depth)
  assert(problem:find("innermost$") or problem:find("C stack overflow", 1, true), problem)
end
print(true)
qubitro.create_device { name = "d", source = "mqtt" }
