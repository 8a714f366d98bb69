-- Whole numbers cross exact to 64 bits, floats as the shortest text that means them; NaN and
-- infinities do not.
--
-- technique: G11
-- effects:   host.log.info qubitro.create_device
-- status:    rejected
-- error:     info numbers a=9223372036854775807 b=-9223372036854775808 c=9007199254740993 d=0.1
-- ..         e=-0.0
-- error:     f=1e+308 g=5e-324 h=9.223372036854776e+18 i=1.0 (
-- output:    argument 2 of host.log.info.n: is not a number (NaN)
-- output:    argument 2 of host.log.info.n: is infinite
-- output:    argument 2 of host.log.info.n: is infinite
-- output:    name must be a string, got the integer 7
-- exit:      1
host.log.info("numbers", {
  a = math.maxinteger, b = math.mininteger, c = 2 ^ 53 // 1 | 0 + 1, d = 0.1, e = -0.0,
  f = 1e308, g = 5e-324, h = 2 ^ 63, i = 1.0,
})
for _, n in ipairs { 0 / 0, math.huge, -math.huge } do
  print((select(2, pcall(host.log.info, "m", { n = n })):gsub("^.-: ", "")))
end
print(select(2, qubitro.create_device { name = 7, source = "mqtt" }).message:match("name must.*"))
