-- tostring, table.concat, table.unpack, comparisons and lengths that come back to themselves
-- through a metamethod: each ends in an error.
--
-- technique: F02
-- effects:   qubitro.create_device
-- status:    created
-- output:    8 clean
local self = setmetatable({}, {
  __tostring = function(t) return tostring(t) end,
  __index = function(t) return table.concat(t, "", 1, 1) end,
  __len = function(t) return (table.unpack(t)) end,
  __lt = function(t) table.sort { t, t } end,
  __name = "self",
})
local other = setmetatable({}, {
  __pairs = function(t) return pairs(t) end,
  __newindex = function(t) table.insert(t, 1) end,
})
local clean = 0
for _, attack in ipairs {
  function() return tostring(self) end,
  function() print(self) end,
  function() return table.concat(self, "", 1, 1) end,
  function() return table.unpack(self) end,
  function() table.sort { self, self } end,
  function() return pairs(other) end,
  function() table.insert(other, 1) end,
  coroutine.wrap(function() return tostring(self) end),
} do
  local ok, problem = pcall(attack)
  clean = clean + (not ok and tostring(problem):find("overflow", 1, true) and 1 or 0)
end
print(clean .. " clean")
qubitro.create_device { name = "d", source = "mqtt" }
