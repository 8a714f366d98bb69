-- create_devices takes an array or an iterator, which may call the host itself, keeps eight creates
-- in flight, and counts what came of them.
--
-- args:     count=20
-- plan:     planned x20 planned x2
-- order:    any
-- effects:  qubitro.create_device x22 host.log.info x20
-- status:   created x22
-- output:   20	0	0
-- output:   2	0	0
-- requests: 22
-- rerun:    unchanged x22 exit 0 requests 0
local n = 0
local counts = qubitro.create_devices(function()
  if n < tonumber(args.count) then
    n = n + 1
    local mine = n
    host.log.info("row", { n = mine })
    return { name = ("d%03d"):format(mine), source = "mqtt" }
  end
end)
print(counts.created, counts.unchanged, counts.failed)
counts = qubitro.create_devices {
  { name = "x1", source = "http" }, { name = "x2", source = "http" },
}
print(counts.created, counts.unchanged, counts.failed)
