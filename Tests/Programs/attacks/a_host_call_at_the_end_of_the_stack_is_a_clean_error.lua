-- The host is called where the stack has hardly any room left, and a little less deep each time: it
-- says so before anything is sent, until it works.
--
-- technique: E14 F08
-- effects:   qubitro.create_device
-- status:    created
-- output:    true	true
-- requests:  1
local function down(n, f, row, ...)
  if n == 0 then
    return f(row)
  end
  return (down(n - 1, f, row, ...))
end
-- Frames of a hundred slots and more, so that there are not too many of them.
local function descend(n, f, row)
  return pcall(down, n, f, row, table.unpack({}, 1, 100))
end
local low, high = 1, 1 << 16
while low + 1 < high do
  local middle = (low + high) // 2
  if descend(middle, type, 1) then low = middle else high = middle end
end
local refused, device = 0, nil
repeat
  device = select(2, descend(low - refused, qubitro.create_device, { name = "d", source = "mqtt" }))
  if type(device) == "string" then
    local is_told = device:find("the script calls itself too deeply to call the host", 1, true)
    assert(is_told or device:find("overflow", 1, true), device)
    refused = refused + 1
  end
until type(device) ~= "string"
print(refused > 0, device.created)
