-- Many at once: from an array and from an iterator, with a row that is refused.
local rows = host.array {}
for n = 1, 4 do
  rows[n] = { name = ("batch-%02d"):format(n), source = n == 3 and "lora" or "mqtt" }
end
local function told(counts)
  local text = "created %d, unchanged %d, failed %d"
  print(text:format(counts.created, counts.unchanged, counts.failed))
end
local function each(device, err)
  print(device and device.name or err)
end
told(qubitro.create_devices(rows, { concurrency = 1, each = each }))
told(qubitro.create_devices(rows, { concurrency = 1, on_error = "stop" }))
local n = 0
told(qubitro.create_devices(function()
  n = n + 1
  return n <= 2 and { name = "drawn-" .. n, source = "mqtt" } or nil
end, { concurrency = 1 }))
for index, name in ipairs(host.parallel({
  function() return qubitro.create_device { name = "left", source = "mqtt" }.name end,
  function() return qubitro.create_device { name = "right", source = "mqtt" }.name end,
}, { limit = 1 })) do
  print(index, name)
end
