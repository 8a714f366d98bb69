-- A device of a site, with an argument of each kind.
params {
  site = { type = "string", required = true, pattern = "^%l+$", help = "the site's code" },
  count = { type = "integer", default = 2, min = 1, max = 5 },
  height = { type = "number", default = 2.5, min = 0 },
  outdoors = { type = "boolean", default = false },
  source = { type = "enum", values = { "http", "mqtt" }, default = "mqtt" },
  floors = { type = "list", of = "integer", default = { 0 }, help = "where to put them" },
  pin = { type = "string", secret = true, help = "of the door" },
}
local summary = "%s: %d at %.1f m, %s, %d floors"
print(summary:format(args.site, args.count, args.height, args.outdoors, #args.floors))
if args.pin then
  print("the pin is " .. args.pin)
end
for n = 1, args.count do
  local device, err = qubitro.create_device {
    key = ("%s/%d"):format(args.site, n),
    name = ("%s-th-%03d"):format(args.site, n),
    description = ("Sensor %d of %s"):format(n, args.site),
    source = args.source,
    tags = { "temperature", args.site },
    brand = "Acme",
    model = "T1",
  }
  host.log.info(device and "made" or "not made", { n = n, reason = err and err.kind })
end
