-- Unpacking, sorting, joining and moving by lengths and ranges at the end of what integers can hold
-- says what is wrong.
--
-- technique: D16
-- effects:   qubitro.create_device
-- status:    created
-- output:    too many results to unpack
-- output:    too many results to unpack
-- output:    too many results to unpack
-- output:    array too big
-- output:    too many elements to move
-- output:    destination wrap around
-- output:    object length is not an integer
-- output:    position out of bounds
local function reason(...)
  local _, problem = pcall(...)
  print(problem:match("%((.*)%)$") or problem:match("[^:]*$"):match("^ *(.*)"))
end
local function claiming(length)
  return setmetatable({}, {
    __len = function() return length end, __index = function() return 1 end,
  })
end
reason(table.unpack, {}, 1, 1 << 40)
reason(table.unpack, claiming(1 << 30))
reason(table.unpack, {}, math.mininteger, math.maxinteger)
reason(table.sort, claiming(math.maxinteger))
reason(table.move, {}, math.mininteger, math.maxinteger, 1)
reason(table.move, {}, 1, math.maxinteger, 2)
reason(table.concat, claiming("many"))
reason(table.insert, { 1, 2 }, 5, 0)
qubitro.create_device { name = "d", source = "mqtt" }
