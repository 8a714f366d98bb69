-- params reads the command line's text as what it declares, fills in defaults, and lets `args` hold
-- nothing else.
--
-- args:     count=12 ratio=0.5 whole=3 dry=true region=us tags=a,b,c name=n
-- output:   integer 12	float 0.5	integer 3	true	us	a b c	n	left out
-- output:   5	nil
-- output:   args.cuont is not declared in params (declared: count, dry, name, other, ratio, region,
-- ..        tags, unset, whole)
local returned = params {
  count = { type = "integer", min = 1, max = 500 },
  ratio = { type = "number", max = 1 },
  whole = { type = "number" },
  dry = { type = "boolean", default = false },
  region = { type = "enum", values = { "eu", "us" }, required = true },
  tags = { type = "list", pattern = "^%l$" },
  name = { type = "string", help = "a name" },
  other = { type = "integer", default = 5 },
  unset = { type = "string" },
}
assert(returned == args)
local function typed(value)
  return math.type(value) .. " " .. value
end
print(typed(args.count), typed(args.ratio), typed(args.whole), args.dry, args.region,
  table.concat(args.tags, " "), args.name, args.unset == nil and "left out")
print(args.other, args.unset)
print((select(2, pcall(function() return args.cuont end)):gsub("^.-: ", "")))
