-- A finalizer would run where no stop reaches it. None can be set, and one that is slipped into the
-- metatable later never runs.
--
-- technique: D08
-- limits:    memory=16M
-- effects:   qubitro.create_device
-- status:    created
-- output:    false	setmetatable: __gc is not available here; use a <close> variable
-- output:    false	setmetatable: __gc is not available here; use a <close> variable
-- output:    0 finalized
local finalized = 0
local function finalizer()
  finalized = finalized + 1
  while true do end
end
print(pcall(setmetatable, {}, { __gc = finalizer }))
print(pcall(setmetatable, {}, { __gc = true }))
local metatable = setmetatable({}, { __index = { __gc = finalizer } })
for _ = 1, 100 do
  setmetatable({}, metatable)
end
metatable.__gc = finalizer
for n = 1, 1000 do
  local garbage = ("x"):rep(100000) .. n
end
print(finalized .. " finalized")
qubitro.create_device { name = "d", source = "mqtt" }
