-- There is no string.dump, and load takes text whatever mode it is asked for and however the bytes
-- come.
--
-- technique: B01 B02
-- effects:   qubitro.create_device
-- status:    created
-- output:    nil	nil
-- output:    nil	attempt to load a binary chunk (mode is 't')
-- output:    nil	attempt to load a binary chunk (mode is 't')
-- output:    nil	attempt to load a binary chunk (mode is 't')
-- output:    false	load: only text can be loaded here, not bytecode
print(string.dump, ("").dump)
local header = "\27Lua\x54\0\x19\x93\r\n\x1a\n\4\8\8\x78\x56\0\0\0\0\0\0\0\0\0\0\0\x28\x77\x40\1"
print(load(header))
print(load(header, "c", "bt", {}))
local parts = { "\27", "Lua", header:sub(5) }
print(load(function() return table.remove(parts, 1) end))
print(pcall(load, header, "c", "b"))
for byte = 0, 255 do
  local chunk = load("\27Lua" .. string.char(byte):rep(64), "c", "t")
  assert(chunk == nil)
end
qubitro.create_device { name = "d", source = "mqtt" }
