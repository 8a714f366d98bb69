-- A loop creates its devices, and a second run creates none.
--
-- args:     count=3
-- plan:     planned x3
-- effects:  qubitro.create_device x3
-- status:   created x3
-- output:   th-001	true	Custom	0	true
-- output:   th-002	true	Custom	0	true
-- output:   th-003	true	Custom	0	true
-- requests: 3
-- rerun:    unchanged x3 exit 0 requests 0
for n = 1, args.count do
  local name = ("th-%03d"):format(n)
  local device = assert(qubitro.create_device { name = name, source = "mqtt", tags = {} })
  local has_id = device.credentials.device_id == device.id
  print(device.name, device.created, device.brand, #device.tags, has_id)
end
