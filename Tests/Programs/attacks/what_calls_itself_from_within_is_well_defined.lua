-- A comparator that sorts, a callback that substitutes, an iterator and an `each` that create: each
-- inner call is a call of its own.
--
-- technique: C14
-- order:     any
-- effects:   qubitro.create_device x5
-- status:    created x5
-- output:    1 2 3
-- output:    bb
-- output:    1	2
-- requests:  5
local list = { 3, 1, 2 }
table.sort(list, function(a, b)
  table.sort({ 2, 1 }, function(c, d) return c < d end)
  return a < b
end)
print(table.concat(list, " "))
print((("aa"):gsub("a", function(c) return (c:gsub("a", "b")) end)))
local n = 0
local inner = 0
local counts = qubitro.create_devices(function()
  n = n + 1
  if n == 1 then
    qubitro.create_device { name = "of the iterator", source = "mqtt" }
    return { name = "outer", source = "mqtt" }
  end
end, {
  each = function()
    local rows = { { name = "x", source = "http" }, { name = "y", source = "http" } }
    inner = inner + qubitro.create_devices(rows).created
    host.parallel { function() qubitro.create_device { name = "z", source = "http" } end }
  end,
})
print(counts.created, inner)
