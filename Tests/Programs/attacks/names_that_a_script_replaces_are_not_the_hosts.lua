-- A script may break every global and every library for itself: what it calls of the host works on,
-- since the host holds its own.
--
-- technique: C01 C08
-- args:      count=2
-- effects:   qubitro.create_device x2 host.log.info qubitro.create_device x2
-- status:    created x4
-- output:    2	7	2	suspended
-- requests:  4
local print, create, wrap = print, coroutine.create, coroutine.wrap
local resume, status = coroutine.resume, coroutine.status
local function poison()
  for _, library in pairs {
    string = string, table = table, math = math, coroutine = coroutine, utf8 = utf8,
  } do
    for name in pairs(library) do
      library[name] = false
    end
  end
end
poison()
for _, name in ipairs {
  "pcall", "type", "next", "ipairs", "setmetatable", "getmetatable", "tostring", "load", "error",
  "rawset", "pairs",
} do
  _G[name] = nil
end
params { count = { type = "string", pattern = "^%d+$" } }
local results = host.parallel {
  function() return qubitro.create_device { name = "a", source = "mqtt" }.name end,
  function() return require("row").value end,
}
local thread = create(function() qubitro.create_device { name = "b", source = "mqtt" } end)
resume(thread)
host.log.info("still here", { n = args.count })
local counts = qubitro.create_devices {
  { name = "c", source = "http" }, { name = "d", source = "http" },
}
print(counts.created, results[2], args.count, status(create(print)))
