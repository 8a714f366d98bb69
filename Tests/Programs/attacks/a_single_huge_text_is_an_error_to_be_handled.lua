-- Eight gigabytes in one request are refused at once, by every way to ask for them, and a script
-- that handles it goes on.
--
-- technique: E01 E04 E05
-- limits:    memory=16M
-- effects:   qubitro.create_device
-- status:    created
-- output:    not enough memory
-- output:    not enough memory
-- output:    not enough memory
-- output:    invalid conversion specification: '%1000d'
-- output:    invalid conversion specification: '%.123f'
-- output:    integral size (17) out of limits [1,16]
-- output:    format result too large
local function reason(...)
  print((select(2, pcall(...)):gsub("^bad argument #1 to '[%a.]+' %((.*)%)$", "%1")))
end
reason(string.rep, "x", 1 << 33)
reason(string.rep, "", 1 << 33, "x")
reason(string.pack, "c400000000", "")
reason(string.format, "%1000d", 1)
reason(string.format, "%.123f", 1)
reason(string.pack, "i17", 1)
reason(string.packsize, ("c2000000000"):rep(5000000000 // 2000000000))
qubitro.create_device { name = "d", source = "mqtt" }
