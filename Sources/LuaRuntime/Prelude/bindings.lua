-- Builds the tables of functions that a script calls: "qubitro.create_device" becomes the field
-- create_device of the table qubitro.
local host_side, setup = ...

for _, name in ipairs(setup.bindings) do
  local table_of = _G
  for segment in name:gmatch("([^.]+)%.") do
    local inner = table_of[segment]
    if inner == nil then
      inner = {}
      table_of[segment] = inner
    end
    table_of = inner
  end
  local writes = name:find("^host%.log%.") ~= nil
  table_of[name:match("[^.]+$")] = host_side.bind(name, name, writes)
end

host = host or {}
host.null = host_side.null
host.array = host_side.array
args = setup.args

-- A rerun must make the same names, or it makes new devices. So the run gives the seed, and a
-- script that seeds by the clock, as many do, changes nothing.
math.randomseed(setup.seed)
math.randomseed = function() end
