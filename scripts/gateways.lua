-- LoRaWAN gateways of several sites: one on each roof, and one more for every full 20 hectares.
--
--   qubitro-host run scripts/gateways.lua
--   qubitro-host run scripts/gateways.lua only=izmir-port
--
-- The key is the site and a counter, not the name, so that a site can be renamed here without
-- making its gateways twice.
local naming = require "naming"

local sites = {
  { code = "izmir-port", title = "İzmir Limanı", hectares = 63, contact = "port operations" },
  { code = "lyon-depot", title = "Dépôt de Lyon", hectares = 12, contact = "night shift" },
  {
    code = "gdansk-yard", title = "Gdańsk, stocznia północna", hectares = 41,
    contact = "yard office",
  },
}

local function gateways_of(site)
  return 1 + site.hectares // 20
end

local codes = {}
for number, site in ipairs(sites) do
  codes[number] = site.code
end
params { only = { type = "enum", values = codes, help = "one site instead of all" } }

for _, site in ipairs(sites) do
  if args.only == nil or args.only == site.code then
    for n = 1, gateways_of(site) do
      local device, err = qubitro.create_device {
        key = naming.format("gateway/{code}/{n:02}", { code = site.code, n = n }),
        name = naming.format("{title} gateway {n:02}", { title = site.title, n = n }),
        description = naming.describe(([[
          LoRaWAN gateway %d of %d at %s (%d ha). Access through %s.
        ]]):format(n, gateways_of(site), site.title, site.hectares, site.contact)),
        source = "mqtt",
        tags = naming.tags("lorawan", "gateway", site.code),
        brand = "Kerlink",
        model = "Wirnet iStation",
      }
      if device and device.created then
        host.log.info("gateway created", { site = site.code, id = device.id })
      elseif not device then
        host.log.warn("gateway failed", { site = site.code, kind = err.kind })
      end
    end
  end
end
