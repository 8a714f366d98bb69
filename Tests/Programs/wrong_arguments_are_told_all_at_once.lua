-- Everything that is wrong with the command line is told at once, before anything is sent.
--
-- args:     count=ten regoin=eu region=eo site= code=a1 pin=1234567
-- error:    does not take these arguments:
-- error:      code=a1: must match the pattern '^%l+$'
-- error:      count=ten: must be an integer from 1 to 500
-- error:      pin=[masked]: must have at least 8 bytes; a shorter secret cannot be masked
-- error:      region=eo: must be 'eu' or 'us' (did you mean 'eu'?)
-- error:      regoin: the script takes no such argument (did you mean 'region'?)
-- error:      site: is required, and empty (site code)
-- error:      what it takes: qubitro-host check
-- exit:     64
-- requests: 0
local declared = pcall(params, {
  site = { type = "string", required = true, help = "site code" },
  count = { type = "integer", default = 10, min = 1, max = 500 },
  region = { type = "enum", values = { "eu", "us" } },
  code = { type = "string", pattern = "^%l+$" },
  pin = { type = "string", secret = true },
})
print("never reached", declared)
qubitro.create_device { name = "d", source = "mqtt" }
