-- Temperature and humidity sensors of a warehouse, named by site, aisle and shelf.
--
--   qubitro-host run scripts/warehouse.lua site=fra aisles=5 shelves=5
--
-- Widening the warehouse later (more aisles, more shelves) adds devices; the names of those that
-- exist do not change.
local naming = require "naming"

params {
  site = { type = "string", default = "fra", pattern = "%w", help = "the warehouse's short name" },
  aisles = { type = "integer", default = 5, min = 1, max = 99 },
  shelves = { type = "integer", default = 5, min = 1, max = 999, help = "shelves in each aisle" },
}
local site = naming.slug(args.site)

-- Every fifth shelf of an aisle also measures humidity, as the insurer asks.
local function kind_of(shelf)
  return shelf % 5 == 0 and "temperature humidity" or "temperature"
end

local created, failed = 0, 0
for aisle = 1, args.aisles do
  for shelf = 1, args.shelves do
    local kind = kind_of(shelf)
    local place = { site = site, aisle = aisle, shelf = shelf }
    local device, err = qubitro.create_device {
      name = naming.format("{site}-a{aisle:02}-s{shelf:03}", place),
      description = naming.describe(("Sensor for %s, warehouse %s, aisle %d, shelf %d"):format(
        kind:gsub(" ", " and "), site:upper(), aisle, shelf)),
      source = "mqtt",
      tags = naming.tags("warehouse", site, kind),
      brand = "Milesight",
      model = "EM300-TH",
    }
    if not device then
      failed = failed + 1
      host.log.warn("not created", { reason = err.message })
    elseif device.created then
      created = created + 1
      host.log.info("created", { id = device.id, name = device.name })
    end
  end
end
host.log.info("warehouse done", { site = site, created = created, failed = failed })
