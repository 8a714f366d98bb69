-- Two spellings of one letter are two keys, here as in the ledger; a NUL, at which a database may
-- stop reading, is refused.
--
-- effects:  qubitro.create_device x4
-- status:   created x2 rejected x2
-- output:   invalid	invalid
-- error:    name must not hold a NUL character
-- requests: 2
-- exit:     1
-- rerun:    unchanged x2 rejected x2 exit 1 requests 0
qubitro.create_device { name = "caf\u{E9}", source = "mqtt" }
qubitro.create_device { name = "cafe\u{301}", source = "mqtt" }
local _, first = qubitro.create_device { name = "s\0a", source = "mqtt" }
local _, second = qubitro.create_device { name = "s\0b", source = "mqtt" }
print(first.kind, second.kind)
