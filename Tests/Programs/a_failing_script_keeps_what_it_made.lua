-- An error in the middle of a script ends it; what was created is recorded, and the next run goes
-- on from there.
--
-- effects:  qubitro.create_device x2
-- status:   created x2
-- error:    :13: no more rows
-- exit:     1
-- rerun:    unchanged x2 exit 1 requests 0
local function row(n)
  return n < 3 and { name = "d" .. n, source = "mqtt" } or nil
end
for n = 1, 3 do
  qubitro.create_device(row(n) or error("no more rows"))
end
