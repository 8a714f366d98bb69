-- The empty string, 2^40 times and more often, is the empty string at once; so is anything less
-- than once.
--
-- technique: D13
-- limits:    stretch=200ms
-- effects:   qubitro.create_device
-- status:    created
-- output:    0	0	0	0	0
-- output:    false	resulting string too large
print(#(""):rep(1 << 40), #string.rep("", math.maxinteger), #(""):rep(1 << 40, ""), #("x"):rep(0),
  #("x"):rep(math.mininteger, "y"))
print(pcall(string.rep, "xy", math.maxinteger, "z"))
qubitro.create_device { name = "d", source = "mqtt" }
