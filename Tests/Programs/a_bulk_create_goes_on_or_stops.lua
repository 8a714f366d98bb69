-- In bulk as one by one: a bad row costs only itself unless on_error says stop, each device is
-- handed to `each`, and a wrong call raises.
--
-- effects:  qubitro.create_device x5
-- status:   created rejected created rejected
-- output:   a	nil
-- output:   nil	invalid
-- output:   c	nil
-- output:   2	0	1
-- output:   0	0	1
-- error:    :29: qubitro.create_device: unknown field 'descripton' (did you mean 'description'?)
-- requests: 2
-- exit:     1
local function rows(sources)
  local list = {}
  for index, source in ipairs(sources) do
    list[index] = { name = ("abcdef"):sub(index, index), source = source }
  end
  return list
end
local counts = qubitro.create_devices(rows { "mqtt", "lora", "http" }, {
  concurrency = 1, each = function(device, err) print(device and device.name, err and err.kind) end,
})
print(counts.created, counts.unchanged, counts.failed)
counts = qubitro.create_devices({
  { name = "x", source = "lora" }, { name = "y", source = "mqtt" },
}, { concurrency = 1, on_error = "stop" })
print(counts.created, counts.unchanged, counts.failed)
qubitro.create_devices { { name = "z", source = "mqtt", descripton = "?" } }
