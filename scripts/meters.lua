-- A batch of water meters from a table in a module: one device per row, keyed by the serial number on its plate.
--
--   qubitro-host run scripts/meters.lua
--   qubitro-host run scripts/meters.lua batch=batches.spring_meters
--
-- The table is checked whole before the first meter is made, so that a slip in it costs nothing. A row that the API rejects costs
-- only itself.
local naming = require "naming"

local batch = args.batch or "batches.spring_meters"
local rows = require(batch)

local slips = {}
for number, row in ipairs(rows) do
  for _, field in ipairs { "serial", "street", "flat" } do
    if type(row[field]) ~= "string" or row[field] == "" then
      slips[#slips + 1] = ("row %d: %s is missing"):format(number, field)
    end
  end
end
if #slips > 0 then
  error(("%s: %s"):format(batch, table.concat(slips, "; ")), 0)
end

for _, row in ipairs(rows) do
  qubitro.create_device {
    key = row.serial,
    name = naming.format("{street}, {flat}", row),
    description = naming.describe(("Water meter %s, sealed %s"):format(row.serial, row.sealed or "never")),
    source = "http",
    tags = naming.tags("water", "meter", row.street:match("^%D+") or ""),
  }
end
host.log.info("batch done", { batch = batch, rows = #rows })
