-- Line ends, quotes and emoji in a name arrive as they are; NUL in a name and bytes that are no
-- text are refused, each as its row's own error.
--
-- technique: G10 K01
-- effects:   qubitro.create_device x6
-- status:    created x2 rejected x4
-- output:    true	true
-- output:    name must not hold a NUL character
-- output:    name must be UTF-8 text, got other bytes
-- output:    key must not hold a NUL character
-- output:    tags[1] must be UTF-8 text, got other bytes
-- error:     name must not hold a NUL character
-- exit:      1
-- requests:  2
-- rerun:     unchanged x2 rejected x4 exit 1 requests 0
local odd = "a\r\nX-Injected: 1\r\n\r\n{\"}\\\u{1F600}"
local device = qubitro.create_device { name = odd, source = "mqtt", description = "\0\1\27" }
local other = qubitro.create_device {
  name = odd:rep(2), source = "mqtt", key = "%00/../?#", brand = odd, model = odd, tags = { odd },
}
print(device.name == odd, other.brand == odd)
for _, row in ipairs {
  { name = "a\0b", source = "mqtt" }, { name = "\xff\xfe", source = "mqtt" },
  { name = "b", key = "\0", source = "mqtt" },
  { name = "c", source = "mqtt", tags = { "\xc0\x80" } },
} do
  local _, err = qubitro.create_device(row)
  print(err.message:match("%a+%S* must .*"))
end
