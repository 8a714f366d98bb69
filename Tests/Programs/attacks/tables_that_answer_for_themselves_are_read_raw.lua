-- Metamethods of a row are never asked: none can run code, lie, loop or change the row while the
-- host reads it.
--
-- technique: G16 G17
-- limits:    stretch=2s
-- effects:   qubitro.create_device x2
-- status:    created rejected
-- output:    d	0	0
-- output:    name is required
-- error:     name is required
-- requests:  1
-- exit:      1
local asked = 0
local function ask() asked = asked + 1 while true do pcall(error) end end
local metatable = {
  __index = ask, __len = ask, __pairs = ask, __tostring = ask, __eq = ask, __call = ask,
  __name = "row", __metatable = false,
}
local tags = setmetatable({}, metatable)
local row = setmetatable({ name = "d", source = "mqtt", tags = tags }, metatable)
local device = qubitro.create_device(row)
print(device.name, #device.tags, asked)
local lying = setmetatable({ source = "mqtt" }, { __index = { name = "of the metatable" } })
print(select(2, qubitro.create_device(lying)).message:match("name is required"))
